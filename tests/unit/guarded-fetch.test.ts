/** Files from addresses that strangers choose: nothing but the public internet, and no more than fits. */
import { afterAll, describe, expect, test } from "bun:test";
import { generate } from "selfsigned";
import {
  createGuardedFetch,
  type Destination,
  type Fetched,
} from "../../src/infra/guarded-fetch.ts";
import { isPublicAddress } from "../../src/infra/public-address.ts";

const MB = 1024 * 1024;
const REFUSED: Fetched = { kind: "refused", reason: "address" };

let hits = 0;
/** Bytes that the server got rid of before it was cut off. */
let poured = 0;
const server = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  idleTimeout: 30,
  fetch: (request) => {
    hits += 1;
    const { pathname, searchParams } = new URL(request.url);
    const to = searchParams.get("to");
    if (to) return new Response(null, { status: 302, headers: { Location: to } });
    if (pathname.startsWith("/status/")) {
      return new Response("no", { status: Number(pathname.split("/")[2]) });
    }
    if (pathname === "/loop") return Response.redirect(`/loop?n=${hits}`);
    if (pathname === "/hops") {
      const left = Number(searchParams.get("left"));
      if (left === 0) return new Response("arrived");
      return Response.redirect(`/hops?left=${left - 1}`);
    }
    if (pathname === "/flood") return new Response(flood());
    if (pathname === "/drip") return new Response(drip());
    if (pathname === "/hang") return new Promise<Response>(() => {});
    if (pathname === "/large") return new Response(new Uint8Array(17 * MB));
    if (pathname === "/full") return new Response(new Uint8Array(16 * MB));
    if (pathname === "/gzip") {
      const headers = { "Content-Encoding": "gzip" };
      return new Response(Bun.gzipSync(new Uint8Array(64 * MB)), { headers });
    }
    return Response.json({
      host: request.headers.get("Host"),
      encoding: request.headers.get("Accept-Encoding"),
      path: pathname,
    });
  },
});
afterAll(() => server.stop(true));

const flood = () =>
  new ReadableStream<Uint8Array>({
    pull: (controller) => {
      poured += MB;
      controller.enqueue(new Uint8Array(MB));
    },
  });

const drip = () =>
  new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      await Bun.sleep(50);
      controller.enqueue(new Uint8Array(1));
    },
  });

/** What the server may be reached at; names lead where a test says. */
const isServer = ({ address, port }: Destination) =>
  address === "127.0.0.1" && port === server.port;
const leadingTo =
  (...addresses: string[]) =>
  async () =>
    addresses;
const open = createGuardedFetch({ isAllowed: isServer, resolve: leadingTo("127.0.0.1") });
const local = (path: string) => `http://files.test:${server.port}${path}`;
const text = (fetched: Awaited<ReturnType<typeof open>>) => {
  if (fetched.kind !== "fetched") throw new Error(JSON.stringify(fetched));
  return new TextDecoder().decode(fetched.bytes);
};

describe("an address that is not the public internet's is refused", () => {
  const guarded = createGuardedFetch();

  test.each([
    ...["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0x7f.1", "017700000001"],
    ...["0.0.0.0", "0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1"],
    ...["169.254.169.254", "0xA9FEA9FE", "2852039166", "0251.0376.0251.0376", "198.18.0.1"],
    ...["192.0.2.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.88.99.1"],
    ...["[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:8.8.8.8]", "[::7f00:1]"],
    ...["[fe80::1]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]", "[64:ff9b::7f00:1]"],
    ...["[2002:7f00:1::]", "[2001::1]", "[2001:db8::1]", "[100::1]", "localhost"],
    ...["①②⑦.⓪.⓪.①", "127。0。0。1", "%31%32%37.0.0.1"],
  ])("http://%s", async (host) => {
    const before = hits;
    expect(await guarded(`http://${host}:80/`)).toEqual(REFUSED);
    expect(await guarded(`https://${host}/`)).toEqual(REFUSED);
    expect(hits).toBe(before);
  });

  test.each([
    ...["ftp://8.8.8.8/", "file:///etc/passwd", "data:text/plain,x", "gopher://8.8.8.8/", "x", ""],
    ...["javascript:1", "http://", "http://user@8.8.8.8/", "https://user:pass@8.8.8.8/"],
    ...[
      "http://8.8.8.8:22/",
      "http://8.8.8.8:5432/",
      "http://8.8.8.8:6379/",
      "blob:http://8.8.8.8/",
    ],
  ])("%s", async (url) => {
    expect(await guarded(url)).toEqual(REFUSED);
  });

  test("whatever name leads there, also where others of its addresses are public", async () => {
    for (const addresses of [["10.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["::ffff:10.0.0.1"], []]) {
      const named = createGuardedFetch({ resolve: leadingTo(...addresses) });
      expect(await named("https://files.test/")).toEqual(REFUSED);
    }
    expect(isPublicAddress("8.8.8.8")).toBe(true);
    expect(isPublicAddress("2606:4700::1111")).toBe(true);
    expect(isPublicAddress("fe80::1%eth0")).toBe(false);
    expect(isPublicAddress("files.test")).toBe(false);
  });
});

describe("a name that changes its mind", () => {
  test("is asked once, and connected to as it was checked", async () => {
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return asked === 1 ? ["127.0.0.1"] : ["127.0.0.2"];
    };
    const rebinding = createGuardedFetch({ isAllowed: isServer, resolve });
    const seen = JSON.parse(text(await rebinding(local("/a?b=c"))));
    expect(seen).toEqual({ host: `files.test:${server.port}`, encoding: "identity", path: "/a" });
    expect(asked).toBe(1);
    expect(await rebinding(local("/a"))).toEqual(REFUSED);
  });

  test("cannot use a redirect to itself", async () => {
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return asked === 1 ? ["127.0.0.1"] : ["169.254.169.254"];
    };
    const rebinding = createGuardedFetch({ isAllowed: isServer, resolve });
    expect(await rebinding(local("/hops?left=1"))).toEqual(REFUSED);
    expect(asked).toBe(2);
  });
});

describe("a redirect", () => {
  test("is followed three times, and no further", async () => {
    expect(text(await open(local("/hops?left=3")))).toBe("arrived");
    const refused: Fetched = { kind: "refused", reason: "redirects" };
    expect(await open(local("/hops?left=4"))).toEqual(refused);
    expect(await open(local("/loop"))).toEqual(refused);
  });

  test.each([
    ...["http://169.254.169.254/latest/meta-data/", "http://127.0.0.1:1/", "http://[::1]/"],
    ...["file:///etc/passwd", "//10.0.0.1/", "http://user@files.test/", "http://2130706433:9/"],
  ])("to %s is refused", async (to) => {
    expect(await open(local(`/?to=${encodeURIComponent(to)}`))).toEqual(REFUSED);
  });

  test("without an address leads back to where it was asked", async () => {
    expect(await open(local("/status/302"))).toEqual({ kind: "refused", reason: "redirects" });
  });
});

describe("a file", () => {
  test("that is too large is refused, announced or not, before it is all there", async () => {
    const refused: Fetched = { kind: "refused", reason: "size" };
    expect(await open(local("/large"))).toEqual(refused);
    expect(await open(local("/flood"))).toEqual(refused);
    expect(poured).toBeLessThan(64 * MB);
    const full = await open(local("/full"));
    expect(full.kind === "fetched" && full.bytes.length).toBe(16 * MB);
  });

  test("that was compressed without being asked to stays so", async () => {
    const bomb = await open(local("/gzip"));
    expect(bomb.kind === "fetched" && bomb.bytes.length).toBeLessThan(MB);
  });

  test("that comes too slowly is given up in time, wherever it hangs", async () => {
    const timeLimit = 300;
    const patience = { isAllowed: isServer, timeLimit };
    const hasty = createGuardedFetch({ ...patience, resolve: leadingTo("127.0.0.1") });
    const unnamed = createGuardedFetch({ ...patience, resolve: () => new Promise(() => {}) });
    for (const fetching of [hasty(local("/drip")), hasty(local("/hang")), unnamed(local("/"))]) {
      const started = performance.now();
      expect(await fetching).toEqual({ kind: "failed", reason: "TimeoutError" });
      expect(performance.now() - started).toBeLessThan(timeLimit + 700);
    }
  });

  test("that is not there is gone, and one that fails may come later", async () => {
    expect(await open(local("/status/404"))).toEqual({ kind: "gone" });
    expect(await open(local("/status/410"))).toEqual({ kind: "gone" });
    expect(await open(local("/status/503"))).toEqual({ kind: "failed", reason: "HTTP 503" });
    expect(await open(local("/status/206"))).toEqual({ kind: "failed", reason: "HTTP 206" });
    const nowhere = createGuardedFetch({ isAllowed: () => true, resolve: leadingTo("127.0.0.1") });
    expect(await nowhere("http://files.test:1/?secret=x")).toEqual({
      kind: "failed",
      reason: "ECONNREFUSED",
    });
    const unknown = createGuardedFetch({ resolve: () => Promise.reject(new Error("secret")) });
    expect(await unknown("http://files.test/")).toEqual({ kind: "failed", reason: "Error" });
  });
});

test("over TLS the certificate must be the name's, though the connection goes to the address", async () => {
  const subjectAltName = { name: "subjectAltName", altNames: [{ type: 2, value: "files.test" }] };
  const authority = { name: "basicConstraints", cA: true };
  const pem = await generate([{ name: "commonName", value: "files.test" }], {
    extensions: [authority, subjectAltName] as never,
  });
  const secure = Bun.serve({
    ...{ port: 0, hostname: "127.0.0.1", tls: { key: pem.private, cert: pem.cert } },
    fetch: () => new Response("sealed"),
  });
  const isAllowed = ({ port }: Destination) => port === secure.port;
  const resolve = leadingTo("127.0.0.1");
  const trusting = createGuardedFetch({ isAllowed, resolve, authority: pem.cert });
  expect(text(await trusting(`https://files.test:${secure.port}/`))).toBe("sealed");
  expect(await trusting(`https://other.test:${secure.port}/`)).toEqual({
    kind: "failed",
    reason: "ERR_TLS_CERT_ALTNAME_INVALID",
  });
  const usual = createGuardedFetch({ isAllowed, resolve });
  expect((await usual(`https://files.test:${secure.port}/`)).kind).toBe("failed");
  await secure.stop(true);
});
