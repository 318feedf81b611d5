/** The one form of a request that the listener reads by itself. */
import { describe, expect, test } from "bun:test";
import { answerLength } from "../../src/http/listener/answer-length.ts";
import { readFields, readGet } from "../../src/http/listener/read-get.ts";

const HEAD = "GET /api/cars?limit=7 HTTP/1.1\r\n";
const linesOf = (...fields: string[]) => fields.map((field) => `${field}\r\n`).join("");

describe("readGet", () => {
  test("gives target, header and end of each of several", () => {
    const first = `${HEAD}Host: a\r\nAccept: */*\r\n\r\n`;
    const text = `${first}GET / HTTP/1.1\r\nHost: b\r\n\r\nrest`;
    const lines = "Host: a\r\nAccept: */*\r\n";
    expect(readGet(text, 0)).toEqual({ target: "/api/cars?limit=7", lines, end: first.length });
    expect(readGet(text, first.length)).toEqual({
      ...{ target: "/", lines: "Host: b\r\n", end: text.length - "rest".length },
    });
    expect(readGet(text, text.length - "rest".length)).toBeNull();
  });

  test.each([
    ["is not whole", `${HEAD}Host: a\r\n`],
    ["has no header", `${HEAD}\r\n`],
    ["is another method", "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"],
    ["is a method in lower case", "get / HTTP/1.1\r\nHost: a\r\n\r\n"],
    ["is of another version", "GET / HTTP/1.0\r\nHost: a\r\n\r\n"],
    ["has an absolute target", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"],
    ["begins with an empty line", `\r\n${HEAD}Host: a\r\n\r\n`],
    ["is long", `${HEAD}Host: a\r\nX-Long: ${"x".repeat(9_000)}\r\n\r\n`],
  ])("leaves alone what %s", (_, text) => {
    expect(readGet(text, 0)).toBeNull();
  });
});

describe("readFields", () => {
  test("gives names in lower case and values without the space around them", () => {
    expect(readFields(linesOf("HOST:a", "X-One: \t 1 2\t ", "X-Two:"))).toEqual({
      ...{ host: "a", "x-one": "1 2", "x-two": "" },
    });
  });

  test.each([
    ...["Content-Length: 0", "Transfer-Encoding: chunked", "Expect: 100-continue", "Upgrade: h2c"],
    ...["Connection: close", "Connection: keep-alive, x-one", "Connection:", "TE: trailers"],
    ...["Host: b", "X-One : 1", "X One: 1", ": 1", "X-One", " folded", "X-One: a\0", "X-One: \xe9"],
    ...["X-One: a\nX-Two: b", "X-One: a\rX-Two: b", "X-\xe9: 1", "X-One: \x7f"],
    ...["__proto__: 1", "constructor: 1"],
  ])("leaves %j to the server behind", (field) => {
    expect(readFields(linesOf("Host: a", field))).toBeNull();
    expect(readFields(linesOf(field, "Host: a"))).toBeNull();
    expect(Object.keys({}.constructor.prototype)).toEqual([]);
  });

  test("leaves more fields than that takes to it", () => {
    const many = (count: number) =>
      linesOf(...Array.from({ length: count }, (_, n) => `X-${n}: ${n}`));
    expect(Object.keys(readFields(many(100)) ?? {}).length).toBe(100);
    expect(readFields(many(101))).toBeNull();
  });

  test("remembers what many say, but nobody's secrets, nothing long, and no more than so many", () => {
    const isRemembered = (...fields: string[]) => {
      const lines = linesOf("Host: remembered", ...fields);
      const [, second, third] = [readFields(lines), readFields(lines), readFields(lines)];
      return second === third;
    };
    expect(isRemembered()).toBe(true);
    for (const secret of ["Authorization: Bearer x", "COOKIE: session=x", "authorization:x"]) {
      expect(isRemembered(secret)).toBe(false);
    }
    expect(isRemembered(`X-Long: ${"x".repeat(1_000)}`)).toBe(false);
    const first = readFields(linesOf("Host: remembered"));
    for (let n = 0; n < 2_000; n += 1) readFields(linesOf(`Host: ${n}.test`));
    expect(readFields(linesOf("Host: remembered"))).not.toBe(first);
    expect(readFields(linesOf("Host: remembered"))).toEqual(first);
  });
});

describe("answerLength", () => {
  const head = (status: string, ...lines: string[]) =>
    Buffer.from(`HTTP/1.1 ${status}\r\n${linesOf(...lines)}\r\n`);

  test.each([
    ["200 OK", ["Content-Length: 7"], 7],
    ["404 Not Found", ["X-One: 1", "content-length:0", "X-Two: 2"], 0],
    ["304 Not Modified", ["ETag: x", "Content-Length: 7"], 0],
    ["204 No Content", ["Date: x"], 0],
    ["200 OK", ["Date: x"], null],
    ["200 OK", ["X-Content-Length: 7"], null],
    ["200 OK", ["Content-Length: 7", "Connection: close"], null],
    ["200 OK", ["Transfer-Encoding: chunked"], null],
    ["101 Switching Protocols", ["Upgrade: x"], null],
    ["103 Early Hints", ["Content-Length: 0"], null],
  ])("of %s with %j is %p beyond the head", (status, lines, expected) => {
    const beginning = head(status, ...lines);
    expect(answerLength(beginning)).toBe(expected === null ? null : beginning.length + expected);
    expect(answerLength(beginning.subarray(0, -1))).toBeNull();
  });
});
