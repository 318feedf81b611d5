/** Which requests the listener has answered in its own process. */
import { describe, expect, test } from "bun:test";
import { makeAnswer, readRequest } from "../../src/http/listener/make-answer.ts";

const HEADERS = { host: "prima.test", "x-request-id": "given-by-client" };

describe("a request is answered here", () => {
  test.each(["/api/cars", "/api/cars?q=a+b", "/api/cars/avanza-2019", "/api/site"])(
    "%s",
    (target) => {
      const request = readRequest(target, HEADERS);
      expect(request?.url).toBe(`http://prima.test${target}`);
      expect(request?.headers.toJSON()).toEqual(HEADERS);
    },
  );

  test.each([
    ["of another part of the API", "/api/carsandmore"],
    ["of the admin API", "/api/admin/cars"],
    ["for a file", "/photos/a.webp"],
    ["that leads elsewhere", "/api/cars/../admin/cars"],
    ["that leads elsewhere, written otherwise", "/api/cars/%2e%2e/admin/cars"],
    ["that a URL writes otherwise", "/api/cars?q=<b>"],
    ["with a fragment alone", "/api/cars#"],
  ])("but not one %s", (_, target) => {
    expect(readRequest(target, HEADERS)).toBeNull();
  });

  test.each([undefined, "", "a b", "prima.test/x?", "user@prima.test"])(
    "but not for the host %p",
    (host) => {
      expect(readRequest("/api/cars", host === undefined ? {} : { host })).toBeNull();
    },
  );
});

describe("an answer", () => {
  const made = async (response: Response) => {
    const request = new Request("http://prima.test/api/cars");
    const { head, body } = await makeAnswer(() => response, request, "192.0.2.1");
    return head + Buffer.from(body).toString("latin1");
  };

  test("is written with its headers, its length and its body", async () => {
    const headers = new Headers({ ETag: '"1"', "Content-Type": "application/json" });
    headers.append("Set-Cookie", "a=1");
    headers.append("Set-Cookie", "b=2");
    const [head = "", body] = (await made(new Response("{}", { status: 404, headers }))).split(
      "\r\n\r\n",
    );
    const [status, ...lines] = head.split("\r\n");
    expect(status).toBe("HTTP/1.1 404 Not Found");
    expect(lines.map((line) => line.toLowerCase()).sort()).toEqual([
      "content-length: 2",
      "content-type: application/json",
      expect.stringMatching(/^date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d gmt$/),
      'etag: "1"',
      "set-cookie: a=1",
      "set-cookie: b=2",
    ]);
    expect(body).toBe("{}");
  });

  test("that nothing changed has no body and no length", async () => {
    const text = await made(new Response(null, { status: 304, headers: { ETag: '"1"' } }));
    expect(text).toMatch(/^HTTP\/1\.1 304 Not Modified\r\n/);
    expect(text).not.toMatch(/content-length/i);
    expect(text).toEndWith("\r\n\r\n");
  });

  test("is asked for as the visitor whose connection it is", async () => {
    let address: string | undefined;
    const request = new Request("http://prima.test/api/cars");
    await makeAnswer(
      (asked, { server }) => {
        address = server?.requestIP(asked)?.address;
        return new Response();
      },
      request,
      "192.0.2.1",
    );
    expect(address).toBe("192.0.2.1");
  });
});
