/** What rule sets that others wrote say of the OpenAPI document. */
import { afterAll, expect, test } from "bun:test";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { type RulesetDefinition, Spectral } from "@stoplight/spectral-core";
import owasp from "@stoplight/spectral-owasp-ruleset";
import { oas } from "@stoplight/spectral-rulesets";
import { operationsOf, readDocument } from "../support/attack-operations.ts";
import { createTestApp } from "../support/test-app.ts";

const app = createTestApp();
const document = await readDocument(app);
afterAll(() => app.close());

/** An operation that breaks a rule because it must. */
interface Exception {
  rule: string;
  reason: string;
  operations: string[];
}

const UNLIMITED = [
  "GET /health",
  "GET /.well-known/jwks.json",
  "GET /demo/pictures/{name}",
  "GET /openapi.json",
  "GET /docs",
];

const WEBHOOKS = ["", "/status", "/device", "/submission"].map(
  (ending) => `POST /webhook/fonnte/{token}${ending}`,
);

const EXCEPTIONS: Exception[] = [
  {
    rule: "owasp:api2:2023-write-restricted",
    reason: "They are how one gets or ends a login; limited for each address.",
    operations: [
      "POST /api/admin/auth/login",
      "POST /api/admin/auth/login/two-factor",
      "POST /api/admin/auth/refresh",
      "POST /api/admin/auth/logout",
      "POST /api/admin/auth/accept-invitation",
      "POST /api/admin/auth/forgot-password",
      "POST /api/admin/auth/reset-password",
    ],
  },
  {
    rule: "owasp:api2:2023-write-restricted",
    reason: "The gateway sends no header of ours; the address it calls is the secret.",
    operations: WEBHOOKS,
  },
  {
    rule: "owasp:api2:2023-no-credentials-in-url",
    reason: "The gateway sends no header of ours; the address it calls is the secret.",
    operations: WEBHOOKS,
  },
  {
    rule: "owasp:api2:2023-no-credentials-in-url",
    reason: "A page shows it as a picture, which sends no header; the link lives for five minutes.",
    operations: ["GET /media/{token}"],
  },
  ...["owasp:api2:2023-no-credentials-in-url", "owasp:api2:2023-write-restricted"].map((rule) => ({
    rule,
    reason: "It stands for an object store's signed address, and lives for fifteen minutes.",
    operations: ["PUT /api/photo-uploads/{token}"],
  })),
  {
    rule: "owasp:api4:2023-rate-limit",
    reason: "Without a dealership there is nobody to count for; the answers are ready or cached.",
    operations: UNLIMITED,
  },
  {
    rule: "owasp:api8:2023-define-cors-origin",
    reason: "No page of another origin may read it, so that the header is never sent.",
    operations: [
      ...UNLIMITED,
      ...WEBHOOKS,
      "GET /account/invitation",
      "GET /account/password-reset",
      "GET /media/{token}",
      "GET /photos/{name}",
      "GET /robots.txt",
      "GET /sitemap.xml",
      "GET /sitemaps/{name}",
      "GET /feeds/google.csv",
      "GET /feeds/meta.csv",
      "GET /feeds/meta.xml",
      "GET /feeds/new.atom",
    ],
  },
];

// Its declared type is narrower than what the engine of the same house takes.
const OPENAPI_RULES = oas as unknown as RulesetDefinition;

interface Finding {
  rule: string;
  isError: boolean;
  operation: string;
  message: string;
}

async function findingsOfSpectral(): Promise<Finding[]> {
  const spectral = new Spectral();
  spectral.setRuleset({ extends: [[owasp, "all"], OPENAPI_RULES] });
  const results = await spectral.run(JSON.stringify(document));
  return results.map(({ code, severity, path, message }) => ({
    rule: String(code),
    isError: severity === 0,
    operation: path[0] === "paths" ? `${String(path[2]).toUpperCase()} ${path[1]}` : path.join("/"),
    message: `${path.join(" ")}: ${message}`,
  }));
}

const isExcepted = ({ rule, operation }: Finding) =>
  EXCEPTIONS.some((one) => one.rule === rule && one.operations.includes(operation));

function countByRule(findings: Finding[]) {
  const counts: Record<string, number> = {};
  for (const { rule } of findings) counts[rule] = (counts[rule] ?? 0) + 1;
  return counts;
}

test("Redocly's recommended rules find no error", async () => {
  const config = await createConfig({ extends: ["recommended"] });
  const source = JSON.stringify(document);
  const problems = await lintFromString({ source, absoluteRef: "/openapi.json", config });
  const findings = problems.map(({ ruleId, severity, message, location }) => ({
    rule: ruleId,
    isError: severity === "error",
    operation: location[0]?.pointer ?? "",
    message: `${location[0]?.pointer}: ${message}`,
  }));
  console.log("Redocly warns:", countByRule(findings));
  expect(findings.filter(({ isError }) => isError)).toEqual([]);
});

test("OWASP's and OpenAPI's rules of Spectral find no error but those that must be", async () => {
  const findings = await findingsOfSpectral();
  console.log("Spectral warns:", countByRule(findings.filter(({ isError }) => !isError)));
  const errors = findings.filter(({ isError }) => isError);
  expect(errors.filter((error) => !isExcepted(error))).toEqual([]);

  const keys = operationsOf(document).map(({ key }) => key);
  for (const { rule, reason, operations } of EXCEPTIONS) {
    expect(reason.length).toBeGreaterThan(20);
    expect(keys).toEqual(expect.arrayContaining(operations));
    const broken = errors.filter((error) => error.rule === rule).map(({ operation }) => operation);
    expect(broken, rule).toEqual(expect.arrayContaining(operations));
  }
});

test("a document that forgets a limit, a login or a header would be found out", async () => {
  const forgetful = structuredClone(document) as unknown as {
    paths: Record<
      string,
      Record<string, { security?: unknown; responses: Record<string, object> }>
    >;
  };
  const create = forgetful.paths["/api/admin/cars"]?.["post"];
  if (!create) throw new Error("the stock takes no car");
  create.security = [];
  create.responses["201"] = {
    description: "The car.",
    content: { "application/json": { schema: { type: "string" } } },
    headers: {},
  };
  const spectral = new Spectral();
  spectral.setRuleset({ extends: [[owasp, "all"]] });
  const found = (await spectral.run(forgetful)).filter(({ path }) => path[1] === "/api/admin/cars");
  const rules = found.filter(({ severity }) => severity === 0).map(({ code }) => code);
  for (const rule of [
    "owasp:api2:2023-write-restricted",
    "owasp:api4:2023-string-limit",
    "owasp:api4:2023-rate-limit",
    "owasp:api8:2023-define-cors-origin",
  ]) {
    expect(rules).toContain(rule);
  }
});
