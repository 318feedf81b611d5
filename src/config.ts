import { z } from "zod";

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, "must be a whole number")
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`));

const duration = z
  .string()
  .regex(/^[1-9]\d{0,6}[smhd]$/, "must be a number with s, m, h or d, such as 15m")
  .transform((text) => {
    const unit = { s: 1, m: 60, h: 3_600, d: 86_400 }[text.at(-1) as "s" | "m" | "h" | "d"];
    return Number(text.slice(0, -1)) * unit;
  });

const urlOf = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `must be an address that starts with ${protocols.map((p) => `${p}//`).join(" or ")}`,
  });

/** The password of the server's own role is derived from this one. */
function namesItsOwner(text: string): boolean {
  const url = URL.parse(text);
  if (!url?.username || !url.password) return false;
  if (["user", "password"].some((name) => url.searchParams.has(name))) return false;
  return isEncoded(text);
}

/** Whether the login before the host can be read. */
function isEncoded(text: string): boolean {
  const { username = "", password = "" } = URL.parse(text) ?? {};
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}

const accountUrlMessage =
  "must be an address that starts with http:// or https://, without query; {host} and {slug} stand for the dealership's";

function isAccountUrl(text: string): boolean {
  const address = text.replaceAll("{host}", "host.test").replaceAll("{slug}", "slug");
  const protocol = URL.parse(address)?.protocol ?? "";
  return /^https?:$/.test(protocol) && !/[?#{}\s]/.test(address);
}

/** Settings that are set together, or not at all. */
const TOGETHER = [
  ["S3_ENDPOINT", "S3_REGION", "S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"],
  ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM"],
] as const;

const Environment = z
  .object({
    NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
    PORT: wholeNumber(0, 65_535).default(3000),
    WEB_CONCURRENCY: wholeNumber(1, 64).default(1),
    DATA_DIR: z.string().min(1).default(".data"),
    DATABASE_URL: urlOf("postgresql:", "postgres:")
      .refine(namesItsOwner, {
        message: "must carry user and password before the host, percent-encoded, and only there",
      })
      .optional(),
    REDIS_URL: urlOf("redis:", "rediss:").optional(),
    BASE_DOMAIN: z
      .string()
      .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, "must be a host name in lower case, without port")
      .default("localhost"),
    JWT_SECRET: z
      .string()
      .refine((text) => Buffer.byteLength(text) >= 32, "must be at least 32 bytes long")
      .optional(),
    JWT_SECRET_PREVIOUS: z.string().optional(),
    JWT_EXPIRES_IN: duration.default(900),
    FONNTE_API_URL: urlOf("http:", "https:").default("https://api.fonnte.com"),
    SMTP_URL: urlOf("smtp:", "smtps:")
      .refine(isEncoded, "must carry user and password percent-encoded, if any")
      .optional(),
    MAIL_FROM: z
      .string()
      .regex(/^([^<>\r\n"]{1,100} <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/, {
        message: "must be an e-mail address, or a name and one in angle brackets",
      })
      .optional(),
    TWILIO_ACCOUNT_SID: z
      .string()
      .regex(/^AC[0-9a-f]{32}$/, "must be AC and 32 digits and letters a to f")
      .optional(),
    TWILIO_AUTH_TOKEN: z.string().max(200).optional(),
    TWILIO_FROM: z
      .string()
      .regex(/^(\+[1-9]\d{6,14}|MG[0-9a-f]{32}|[A-Za-z0-9 ]{1,11})$/, {
        message: "must be a number such as +14155550100, a name of 11 letters, or MG…",
      })
      .optional(),
    TWILIO_API_URL: urlOf("http:", "https:").default("https://api.twilio.com"),
    ACCOUNT_URL: z.string().refine(isAccountUrl, accountUrlMessage).optional(),
    S3_ENDPOINT: urlOf("http:", "https:").optional(),
    S3_REGION: z.string().max(100).optional(),
    S3_BUCKET: z.string().max(100).optional(),
    S3_ACCESS_KEY_ID: z.string().max(200).optional(),
    S3_SECRET_ACCESS_KEY: z.string().max(200).optional(),
    TRUST_PROXY: z
      .enum(["true", "false"], "must be true or false")
      .default("false")
      .transform((text) => text === "true"),
    RATE_LIMIT_MAX_REQUESTS: wholeNumber(1, 1_000_000).default(100),
    RATE_LIMIT_WINDOW_MS: wholeNumber(1_000, 86_400_000).default(60_000),
    PUBLIC_CACHE_MB: wholeNumber(1, 65_536).default(64),
    CACHE_TTL_SECONDS: wholeNumber(1, 86_400).default(60),
    LOG_LEVEL: z
      .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"])
      .default("info"),
  })
  .refine((env) => env.NODE_ENV !== "production" || env.JWT_SECRET, {
    path: ["JWT_SECRET"],
    message: "is required in production; make one with: openssl rand -base64 48",
  })
  .refine((env) => env.WEB_CONCURRENCY === 1 || env.REDIS_URL, {
    path: ["REDIS_URL"],
    message: "is required with WEB_CONCURRENCY above 1: by it the processes count limits together",
  })
  .refine((env) => env.WEB_CONCURRENCY === 1 || process.platform === "linux", {
    path: ["WEB_CONCURRENCY"],
    message: "must be 1: only on Linux can several processes share a port",
  })
  .refine((env) => !env.SMTP_URL || env.MAIL_FROM, {
    path: ["MAIL_FROM"],
    message: "is required with SMTP_URL",
  })
  .superRefine((env, context) => {
    for (const names of TOGETHER) {
      const missing = names.filter((name) => !env[name]);
      if (missing.length === names.length) continue;
      const message = `is required with ${names.filter((name) => env[name]).join(", ")}`;
      for (const name of missing) {
        context.addIssue({ code: "custom", path: [name], message });
      }
    }
  });

export type Config = z.output<typeof Environment>;

/** Every setting that is wrong, each with its reason. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

/**
 * Reads the settings. JWT_EXPIRES_IN comes back in seconds; an empty value counts as unset.
 * @throws ConfigError naming every problem at once.
 */
export function loadConfig(env: Record<string, string | undefined> = process.env): Config {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const result = Environment.safeParse(present);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new ConfigError(`These settings need a change (see .env.example):\n${lines.join("\n")}`);
}
