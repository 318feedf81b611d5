/** Every query of a verb names the tenant: by its text alone, whatever tests reach it. */
import { describe, expect, test } from "bun:test";
import { join } from "node:path";

const ROOT = join(import.meta.dir, "../..");

/** What is about tenants themselves, or names the tenant in another file. "file: what" → why. */
const EXCEPTIONS: Record<string, string> = {
  "cars/list-cars.ts: FROM cars c WHERE ?": "carFilterSql begins with the tenant",
  "inbox/operate-failed-events.ts: tenant.findMany": "enters each of them, for the operator",
  "keys/rotate-sealing-key.ts: tenant.findMany":
    "seals the secrets of all of them, for the operator",
  "tenants/list-tenants.ts: tenant.findMany": "lists all of them, for the operator",
  "tenants/require-tenant-by-slug.ts: tenant.findUnique": "the operator names it by its slug",
};

const schema = await Bun.file(join(ROOT, "prisma/schema.prisma")).text();
/** Keys belong to the installation. */
const OF_NO_TENANT = ["Key"];
const models = [...schema.matchAll(/^model (\w+) \{([^}]*)\}/gm)]
  .filter(([, name = ""]) => !OF_NO_TENANT.includes(name))
  .map(([, name = "", body = ""]) => ({
    delegate: name.charAt(0).toLowerCase() + name.slice(1),
    table: /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name,
  }));
const tables = models.map(({ table }) => table).join("|");

const names = await Array.fromAsync(new Bun.Glob("**/*.ts").scan(join(ROOT, "src/domain")));
const files = await Promise.all(
  names.sort().map(async (name) => ({
    name,
    text: (await Bun.file(join(ROOT, "src/domain", name)).text()).replace(
      /^\s*(\/\/|\*|\/\*).*$/gm,
      "",
    ),
  })),
);

/** The end of a template that starts behind `from`, and its own text with ? for what it takes in. */
function template(text: string, from: number): { end: number; own: string; nested: string[] } {
  let own = "";
  const nested: string[] = [];
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === "`") return { end: at, own, nested };
    else if (text.startsWith("${", at)) {
      const end = closing(text, at + 2, "}");
      nested.push(text.slice(at + 2, end));
      own += "?";
      at = end;
    } else own += text[at];
  }
  throw new Error("a template without end");
}

/** Where the bracket closes that was opened before `from`. */
function closing(text: string, from: number, bracket: ")" | "}" | ">"): number {
  const opening = { ")": "(", "}": "{", ">": "<" }[bracket];
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (character === "`") at = template(text, at + 1).end;
    else if (character === '"') at = text.indexOf('"', at + 1);
    else if (character === opening) depth += 1;
    else if (character === bracket && depth-- === 0) return at;
  }
  throw new Error(`a ${opening} without end`);
}

/** Every piece of SQL in a text: a tagged template's own words. */
function statements(text: string): string[] {
  return [...text.matchAll(/(?:\bsql|\$(?:query|execute)Raw)\s*(?=[<`])/g)].flatMap((match) => {
    let at = match.index + match[0].length;
    if (text[at] === "<") at = closing(text, at + 1, ">") + 1;
    if (text[at] !== "`") return [];
    return [
      template(text, at + 1)
        .own.replace(/\s+/g, " ")
        .trim(),
    ];
  });
}

const NAMES_TENANT = /\btenantId(_\w+)?\b(?!: undefined)|photoRows\(tenant\.id/;

/** The text of an object without that of the objects in it, unless they are spread. */
const topOf = (object: string) => {
  const isSpread: boolean[] = [];
  return [...object]
    .filter((character, at) => {
      if (character === "{") isSpread.push(object.slice(at - 3, at) === "...");
      if (character === "}") isSpread.pop();
      return isSpread.filter((spread) => !spread).length < 2;
    })
    .join("");
};

/** What the file defines the whole values in a text as: a name alone, spread or called. */
function definitionsIn(file: string, text: string): string {
  const used = new Set(text.match(/(?<!\w\.|\w)[a-zA-Z]\w*\b(?!\.(?!map\()|:)/g));
  return [...file.matchAll(/\b(?:const|function) (\w+)\b[^=({]*[=({]/g)]
    .filter(([, name = ""]) => used.has(name) && name !== "tenant")
    .map(({ index, 0: head }) => file.slice(index, file.indexOf(";\n", index + head.length)))
    .join("\n");
}

/** Whether the rows that a call reads or writes are those of the tenant. */
function isScoped(file: string, given: string): boolean {
  const where = /\bwhere\b(: *)?/.exec(given);
  if (!where) return NAMES_TENANT.test(given + definitionsIn(file, given));
  const from = where.index + where[0].length;
  if (!where[1]) return NAMES_TENANT.test(definitionsIn(file, "where"));
  const isObject = given[from] === "{";
  const value = isObject
    ? topOf(given.slice(from, closing(given, from + 1, "}") + 1))
    : given.slice(from).split(/[,}\n]/)[0];
  return NAMES_TENANT.test(value ?? "") || NAMES_TENANT.test(definitionsIn(file, value ?? ""));
}

const isExcepted = (name: string, what: string) => {
  const found = Object.keys(EXCEPTIONS).find(
    (key) => key.startsWith(`${name}: `) && what.includes(key.slice(name.length + 2)),
  );
  if (found) usedExceptions.add(found);
  return found !== undefined;
};
const usedExceptions = new Set<string>();

describe("a verb's query", () => {
  test("by Prisma names the tenant", () => {
    const calls = files.flatMap(({ name, text }) =>
      [...text.matchAll(/\bdb\s*\.(\w+)\s*\.(\w+)\(/g)]
        .filter(([, delegate]) => models.some((model) => model.delegate === delegate))
        .map((match) => {
          const from = match.index + match[0].length;
          const given = text.slice(from, closing(text, from, ")"));
          const scoped =
            match[1] === "tenant"
              ? /where: \{ id\b|data: \{ id\b/.test(given)
              : isScoped(text, given);
          return { name, what: `${match[1]}.${match[2]}`, scoped };
        }),
    );
    expect(calls.length).toBeGreaterThan(30);
    const loose = calls.filter(({ name, what, scoped }) => !scoped && !isExcepted(name, what));
    expect(loose.map(({ name, what }) => `${name}: ${what}`)).toEqual([]);
  });

  test("in SQL compares or sets the tenant once for each table that it names", () => {
    const TABLE = new RegExp(
      `(?<!DISTINCT )\\b(?:FROM|JOIN|UPDATE|INTO)\\s+(?:(?:${tables})\\b|\\?)`,
      "g",
    );
    const SCOPED = /\btenant_id = |\bINTO \w+(?: AS \w+)? \(tenant_id\b/g;
    const all = files.flatMap(({ name, text }) => statements(text).map((sql) => ({ name, sql })));
    expect(all.length).toBeGreaterThan(40);
    const loose = all.filter(({ name, sql }) => {
      const missing = [...sql.matchAll(TABLE)].length - [...sql.matchAll(SCOPED)].length;
      return missing > 0 && !isExcepted(name, sql);
    });
    expect(loose.map(({ name, sql }) => `${name}: ${sql}`)).toEqual([]);
  });

  test("is excepted for a reason that still holds", () => {
    expect(Object.keys(EXCEPTIONS).filter((key) => !usedExceptions.has(key))).toEqual([]);
  });
});
