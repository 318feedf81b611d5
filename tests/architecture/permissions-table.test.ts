/** The table of permissions is told truly, by the README and by the OpenAPI document. */
import { afterAll, expect, test } from "bun:test";
import { join } from "node:path";
import {
  API_KEY_SCOPES,
  may,
  PERMISSIONS,
  type Permission,
  ROLES,
} from "../../src/domain/staff/permissions.ts";
import { isForKeys, isForStaff, operationsOf, readDocument } from "../support/attack-operations.ts";
import { createTestApp } from "../support/test-app.ts";

const app = createTestApp();
const operations = operationsOf(await readDocument(app));
afterAll(() => app.close());

const scopes: Permission[] = API_KEY_SCOPES;
const mayBeGiven = (permission: Permission) => scopes.includes(permission);
const yesOrNo = (is: boolean) => (is ? "yes" : "no");

/** In Markdown, each column as wide as its longest cell. */
function table(rows: string[][]): string {
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: string[], fill: string) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths?.[at] ?? 0, fill)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  const rule = head.map(() => "");
  return [line(head, " "), line(rule, "-"), ...body.map((row) => line(row, " "))].join("\n");
}

test("the README's table is that of the code", async () => {
  const readme = await Bun.file(join(import.meta.dir, "../../README.md")).text();
  const section = readme.split(/^#+ /m).find((part) => part.startsWith("Who may do what\n")) ?? "";
  const told = section.split("\n").filter((row) => row.startsWith("|"));
  const expected = table([
    ["permission", ...ROLES, "API key"],
    ...PERMISSIONS.map((permission) => [
      `\`${permission}\``,
      ...ROLES.map((role) => yesOrNo(may(role, permission))),
      yesOrNo(mayBeGiven(permission)),
    ]),
  ]);
  expect(told.join("\n")).toBe(expected);
});

test("an operation for staff names its permission, or is one's own account's", () => {
  const guarded = operations.filter(isForStaff);
  expect(guarded.length).toBeGreaterThan(20);
  for (const { key, template, "x-permission": permission } of guarded) {
    if (permission === undefined) expect(template, key).toStartWith("/api/admin/auth/");
    else expect(PERMISSIONS, key).toContain(permission);
  }
});

test("an operation takes API keys where its permission may be given to one", () => {
  for (const operation of operations.filter(isForStaff)) {
    const { key, "x-permission": permission } = operation;
    const expected = permission !== undefined && mayBeGiven(permission);
    expect([key, isForKeys(operation)]).toEqual([key, expected]);
  }
});
