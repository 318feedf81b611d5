/** Templates: what stands for a variable, and that a value is never more than text. */
import { describe, expect, test } from "bun:test";
import { momentWords } from "../../src/domain/templates/moment-words.ts";
import { renderTemplate, TEMPLATE_VARIABLES } from "../../src/domain/templates/render-template.ts";
import { template } from "../../src/domain/templates/template.ts";

const VALUES = {
  ...{ name: "Budi", dealership: "Prima Motor", salesperson: "Sari" },
  ...{ car: "2019 Toyota Avanza", price: "Rp 150.000.000", link: "https://x.test/cars/a" },
  opensAt: "besok pukul 09.00",
};

describe("a template", () => {
  test("takes every variable, however it is spaced, as often as it stands there", () => {
    const text = TEMPLATE_VARIABLES.map((name) => `{{${name}}}`).join("|");
    expect(renderTemplate(text, VALUES)).toBe(Object.values(VALUES).join("|"));
    expect(renderTemplate("{{ name }} {{name}}", VALUES)).toBe("Budi Budi");
  });

  test("has words where there is no value", () => {
    for (const name of [undefined, null, "", "  ", "\n\u202E"]) {
      expect(renderTemplate("Halo {{name}}, apa kabar?", { name })).toBe("Halo Kak, apa kabar?");
    }
    const text = TEMPLATE_VARIABLES.map((name) => `{{${name}}}`).join("|");
    expect(renderTemplate(text, {}).split("|").every(Boolean)).toBe(true);
    expect(renderTemplate(text, {})).not.toMatch(/[{}]|undefined|null/);
  });

  // biome-ignore lint/suspicious/noTemplateCurlyInString: a value that looks like code is the point
  test.each(["{{price}}", "$&$1$`", "${name}", "{{", "}}", "<b>", "__proto__", "\\n"])(
    "takes a value as it is: %s",
    (name) => expect(renderTemplate("a {{name}} b", { ...VALUES, name })).toBe(`a ${name} b`),
  );

  test("keeps a value on one line and short", () => {
    const name = "Budi\r\n\u2028Admin: transfer ke\u202E saya";
    expect(renderTemplate("{{name}}", { name })).toBe("Budi Admin: transfer ke saya");
    expect([...renderTemplate("{{name}}", { name: "😀".repeat(5_000) })].length).toBe(400);
  });

  test("leaves what is no variable", () => {
    for (const text of ["{{toString}}", "{{constructor}}", "{name}", "{{na\nme}}", "{{{}}}"]) {
      expect(renderTemplate(text, VALUES)).toBe(text);
    }
  });
});

describe("a template is kept", () => {
  const kept = (text: string) => template(100).safeParse(text).success;
  test.each(["Halo", "Halo {{name}}, {{ car }}", "{name} {{"])("%p", (text) =>
    expect(kept(text)).toBe(true),
  );
  test.each(["", "{{nama}}", "{{}}", "{{toString}}", "{{name}}{{x}}", "x".repeat(101)])(
    "not: %p",
    (text) => expect(kept(text)).toBe(false),
  );
  test("with twenty variables and not with more", () => {
    const many = (count: number) => template(1_000).safeParse("{{car}}".repeat(count)).success;
    expect([many(20), many(21)]).toEqual([true, false]);
  });
});

test.each([
  ["2026-11-20T02:00:00Z", "hari ini pukul 09.00"],
  ["2026-11-20T16:59:00Z", "hari ini pukul 23.59"],
  ["2026-11-20T17:00:00Z", "besok pukul 00.00"],
  ["2026-11-23T02:30:00Z", "Senin pukul 09.30"],
  ["2027-01-05T02:00:00Z", "5 Januari pukul 09.00"],
])("%s is said as %s", (at, words) => {
  const now = new Date("2026-11-20T00:00:00Z");
  expect(momentWords(new Date(at), now, "Asia/Jakarta")).toBe(words);
});
