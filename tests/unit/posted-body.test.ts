import { describe, expect, test } from "bun:test";
import { kindOf, readPosted } from "../../src/domain/inbox/posted-body.ts";

const bytes = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;
const read = (text: string, type = "application/json") => readPosted(bytes(text), type);

describe("what is posted", () => {
  test("is kept as it came when it is JSON", async () => {
    const text = '{ "sender" : "62811", "message": "é 😀" }';
    expect(await read(text)).toEqual({
      ...{ text, secret: null },
      fields: { sender: "62811", message: "é 😀" },
    });
  });

  test.each(["", "text/plain", "application/octet-stream", "x".repeat(300)])(
    "is read whatever its type says: %p",
    async (type) => {
      expect((await read('{"sender":"1"}', type)).fields).toEqual({ sender: "1" });
      expect((await read("sender=1&message=a+b", type)).fields).toEqual({
        ...{ sender: "1", message: "a b" },
      });
    },
  );

  test.each(["", "{", "[]", "null", "7", '"x"', "nothing of the kind", '{"a":1,}', "\u0000"])(
    "has no fields when it is %p",
    async (text) => {
      expect((await read(text)).fields).toBeNull();
      expect((await read(text)).text).toBe(text.replaceAll("\u0000", ""));
    },
  );

  test("has several values under one name as a list", async () => {
    const form = await read("choices[]=a&choices[]=b&x=1", "application/x-www-form-urlencoded");
    expect(form.fields).toEqual({ choices: ["a", "b"], x: "1" });
  });

  test("loses NUL and halves of characters, which cannot be stored", async () => {
    const { text } = await read('{"message":"a\\u0000b\\ud83d","x":["\\u0000"]}');
    expect(JSON.parse(text)).toEqual({ message: "ab\ufffd", x: [""] });
  });
});

describe("a secret", () => {
  const multipart = [
    ...["--x", 'Content-Disposition: form-data; name="secret"', "", "hush"],
    ...["--x", 'Content-Disposition: form-data; name="message"', "", "halo", "--x--", ""],
  ].join("\r\n");
  test.each([
    ['{"secret":"hush","message":"halo"}', "application/json"],
    ['{"s\\u0065cret":"hush","message":"halo"}', "application/json"],
    ['{"Secret":"hush","token":"hush","message":"halo"}', "application/json"],
    ["secret=hush&message=halo", "application/x-www-form-urlencoded"],
    [multipart, "multipart/form-data; boundary=x"],
  ])("is told and not kept: %p", async (text, type) => {
    const posted = await read(text, type);
    expect(posted.secret).toBe("hush");
    expect(posted.text).toBe('{"message":"halo"}');
  });

  test.each([
    ['{"secret":"hush", "message":"halo', "application/json"],
    ['{"message":"halo","token" : "hu\\"hush"', "application/json"],
    ["[{'secret': 'hush'}, halo]", "application/json"],
    ['[{"secret":"hush"},"halo"]', "application/json"],
    ["<secret=hush halo>", "text/xml"],
    [multipart.replace("--x--", ""), "multipart/form-data; boundary=y"],
  ])("is not kept in what cannot be read either: %p", async (text, type) => {
    const posted = await read(text, type);
    expect(posted.fields).toBeNull();
    expect(posted.text).not.toContain("hush");
    expect(posted.text).toContain("halo");
  });

  test("is a field, not a word of a message", async () => {
    const text = '{"message":"token listrik, secret=x","sender":"1"}';
    expect((await read(text)).text).toBe(text);
  });
});

describe("the kind of an event", () => {
  test.each([
    ["message", { sender: "62811", message: "halo" }],
    ["message", { pengirim: "62811" }],
    ["message", { sender: "62811", id: "1", status: "sent" }],
    ["status", { device: "1", stateid: "3EB0" }],
    ["status", { device: "1", id: 80367170 }],
    ["status", { device: "1", id: "80367170", status: "sent", sender: "" }],
    ["status", { device: "1", id: "80367170", stateid: "3EB0", state: "read" }],
    ["device", { device: "1", status: "disconnect", reason: "x" }],
    ["device", { device: "1", status: "connect" }],
    ["message", { device: "1" }],
  ] as const)("at the one address is %p by its content", (kind, fields) => {
    expect(kindOf(fields, "message")).toBe(kind);
  });

  test("at another address is that of the address where the content leaves it open", () => {
    expect(kindOf({ sender: "62811", answer: "Ya" }, "submission")).toBe("submission");
    const deep = JSON.parse(`${"[".repeat(20_000)}${"]".repeat(20_000)}`);
    expect(kindOf({ status: deep }, "device")).toBe("status");
    expect(kindOf({ sender: "62811", message: "halo" }, "status")).toBe("message");
    for (const kind of ["status", "device", "submission"] as const) {
      expect(kindOf({}, kind)).toBe(kind);
      expect(kindOf(null, kind)).toBe(kind);
    }
  });
});

test("a text that is neither is read in no more time for what it is full of", async () => {
  for (const part of [
    "name=token\n",
    'name="secret"\nx\n',
    "name=token",
    '"token":"\\',
    "token =",
  ]) {
    const begun = performance.now();
    await read(`{${part.repeat(Math.floor(1_000_000 / part.length))}`);
    expect(performance.now() - begun).toBeLessThan(1_500);
  }
});
