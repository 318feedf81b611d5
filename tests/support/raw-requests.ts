import type { Chance } from "../../scripts/storm/random.ts";
import { rawGet, rawPost } from "./raw-client.ts";

const HOST = "{host}";
const READY = "/api/cars?limit=7";
const ready = rawGet(HOST, READY);
const smuggled = rawGet(HOST, "/robots.txt");
const get = (...lines: string[]) => rawGet(HOST, READY, ...lines);
const chunked = (body: string) => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

/** Requests of which a server must make one thing only; `{host}` stands for the dealership's. */
export const ODD_REQUESTS = {
  ready,
  site: rawGet(HOST, "/api/site", "Accept: */*"),
  unready: rawGet(HOST, "/api/admin/cars"),
  unknown: rawGet(HOST, "/nothing-here"),
  post: rawPost(HOST, "/api/leads", "{}"),
  postOfAGet: rawPost(HOST, "/api/leads", smuggled),
  postChunked: `POST /api/leads HTTP/1.1\r\nHost: ${HOST}\r\nTransfer-Encoding: chunked\r\n\r\n${chunked(smuggled)}`,
  bodyOfNothing: get("Content-Length: 0"),
  bodyOfAGet: get(`Content-Length: ${smuggled.length}`) + smuggled,
  bodyTooLong: get("Content-Length: 10000"),
  bodyOfTwoLengths: get(`Content-Length: ${smuggled.length}`, "Content-Length: 0") + smuggled,
  bodyOfOddLength: get("Content-Length: +0") + smuggled,
  bodyOfNegativeLength: get("Content-Length: -1") + smuggled,
  bodyInChunks: get("Transfer-Encoding: chunked") + chunked(smuggled),
  bodyInBoth: get("Transfer-Encoding: chunked", "Content-Length: 4") + chunked(smuggled),
  bodyInOddChunks: get("Transfer-Encoding: xchunked") + smuggled,
  bodyWithSpace: get("Content-Length : 5") + smuggled,
  bodyInUnderscores: get("Content_Length: 5"),
  absolute: `GET http://${HOST}${READY} HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`,
  absoluteOfAnother: `GET http://evil.test${READY} HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`,
  twoSlashes: rawGet(HOST, `//evil.test${READY}`),
  dots: rawGet(HOST, "/api/../api/cars?limit=7"),
  encoded: rawGet(HOST, "/api/%63ars?limit=7"),
  fragment: rawGet(HOST, `${READY}#here`),
  backslash: rawGet(HOST, "\\api\\cars?limit=7"),
  options: `OPTIONS * HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`,
  old: `GET ${READY} HTTP/1.0\r\nHost: ${HOST}\r\n\r\n`,
  oldThatStays: `GET ${READY} HTTP/1.0\r\nHost: ${HOST}\r\nConnection: keep-alive\r\n\r\n`,
  oldWithoutHost: `GET ${READY} HTTP/1.0\r\n\r\n`,
  newer: `GET ${READY} HTTP/1.2\r\nHost: ${HOST}\r\n\r\n`,
  two: `GET ${READY} HTTP/2.0\r\nHost: ${HOST}\r\n\r\n`,
  lowerMethod: ready.replace("GET", "get"),
  lowerVersion: ready.replace("HTTP", "http"),
  noVersion: `GET ${READY}\r\nHost: ${HOST}\r\n\r\n`,
  twoSpaces: ready.replace("GET ", "GET  "),
  spaceInTarget: ready.replace(" HTTP", " x HTTP"),
  tabInTarget: ready.replace(" HTTP", "\tHTTP"),
  folded: get("X-Long: a", " b"),
  foldedHost: `GET ${READY} HTTP/1.1\r\nHost:\r\n ${HOST}\r\n\r\n`,
  bareLf: ready.replaceAll("\r\n", "\n"),
  bareLfInside: get("X-One: 1\nX-Two: 2"),
  bareCr: get("X-One: 1\rX-Two: 2"),
  nul: get("X-One: a\0b"),
  nulInTarget: rawGet(HOST, "/api/cars?limit=7\0"),
  high: get("X-One: caf\xe9"),
  highInTarget: rawGet(HOST, "/api/cars?q=caf\xe9"),
  del: get("X-One: a\x7fb"),
  tabInValue: get("X-One:\ta\tb\t"),
  noColon: get("X-One"),
  noName: get(": value"),
  spaceInName: get("X One: 1"),
  emptyValue: get("X-One:"),
  oddName: get("!#$%&'*+.^`|~-: 1"),
  prototype: get("__proto__: 1"),
  constructor: get("constructor: 1"),
  noHost: `GET ${READY} HTTP/1.1\r\nAccept: */*\r\n\r\n`,
  nothingElse: `GET ${READY} HTTP/1.1\r\n\r\n`,
  emptyHost: rawGet("", READY),
  twoHosts: get("Host: evil.test"),
  anotherHostFirst: rawGet("evil.test", READY, `Host: ${HOST}`),
  sameHostTwice: get(`Host: ${HOST}`),
  hostInCapitals: rawGet(HOST.toUpperCase().replace("{HOST}", HOST), READY).replace("Host", "HOST"),
  hostWithPort: rawGet(`${HOST}:80`, READY),
  hostWithOddPort: rawGet(`${HOST}:99999`, READY),
  hostWithDot: rawGet(`${HOST}.`, READY),
  hostWithPath: rawGet(`${HOST}/api`, "/cars?limit=7"),
  hostWithUser: rawGet(`a@${HOST}`, READY),
  hostWithComma: rawGet(`${HOST}, evil.test`, READY),
  close: get("Connection: close"),
  closeAndMore: get("Connection: keep-alive, close"),
  stays: get("Connection: Keep-Alive"),
  connectionTwice: get("Connection: keep-alive", "Connection: close"),
  connectionOfHeader: get("Connection: X-One", "X-One: 1"),
  expects: get("Expect: 100-continue"),
  expectsWithBody: rawPost(HOST, "/api/leads", "{}", "Expect: 100-continue"),
  upgrade: get("Connection: Upgrade", "Upgrade: websocket"),
  upgradeAlone: get("Upgrade: h2c"),
  trailer: get("Trailer: X-One", "TE: trailers"),
  long: get(`X-Long: ${"x".repeat(9_000)}`),
  veryLong: get(`X-Long: ${"x".repeat(20_000)}`),
  many: get(...Array.from({ length: 90 }, (_, n) => `X-${n}: ${n}`)),
  tooMany: get(...Array.from({ length: 300 }, (_, n) => `X-${n}: ${n}`)),
  longTarget: rawGet(HOST, `/api/cars?q=${"x".repeat(7_000)}`),
  leadingLine: `\r\n${ready}`,
  leadingLines: `\r\n\r\n${ready}`,
  leadingSpace: ` ${ready}`,
  emptyCookie: get("Cookie:"),
  cookies: get("Cookie: a=1", "Cookie: b=2"),
  key: get("Authorization: Bearer alk_nonsense"),
  twoIds: get("X-Request-Id: one-of-two", "X-Request-Id: two-of-two"),
  range: get("Range: bytes=0-9"),
  held: get("If-None-Match: *"),
  method: get("X-HTTP-Method-Override: DELETE"),
  forwarded: get("X-Forwarded-Host: evil.test", "Forwarded: host=evil.test"),
  nothing: "",
  garbage: "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
};

const LINES = [
  ...[
    "Content-Length: 0",
    "Content-Length: 7",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: identity",
  ],
  ...["Connection: close", "Connection: keep-alive", "Expect: 100-continue", "Host: evil.test"],
  ...[
    "Accept-Encoding: gzip",
    "If-None-Match: *",
    "X-Request-Id: given-by-client",
    "Origin: http://{host}",
  ],
  ...[
    "X-One: 1",
    " folded",
    "no colon",
    "A:",
    "__proto__: 1",
    "User-Agent: curl/8",
    "Range: bytes=0-1",
  ],
];
const PIECES = [
  "\r\n",
  "\n",
  "\r",
  "\0",
  " ",
  "\t",
  ":",
  "\xff",
  "GET ",
  "HTTP/1.1",
  "0\r\n\r\n",
  "5\r\nabcde\r\n",
];

/** Some requests one after another, and mostly one thing wrong with them. */
export function mutate(chance: Chance): string {
  const ordinary = [ready, ODD_REQUESTS.site, ODD_REQUESTS.unready, ODD_REQUESTS.post, smuggled];
  const requests = Array.from({ length: 1 + chance.below(4) }, () =>
    chance.happens(0.8) ? chance.pick(ordinary) : chance.pick(Object.values(ODD_REQUESTS)),
  );
  const which = chance.below(requests.length);
  const chosen = requests[which] ?? "";
  const at = chance.below(chosen.length + 1);
  const line = `${chance.pick(LINES)}\r\n`;
  const afterFirst = chosen.indexOf("\r\n") + 2;
  const changed = chance.pick([
    () => chosen,
    () => chosen.slice(0, afterFirst) + line + chosen.slice(afterFirst),
    () => chosen.replace("\r\n\r\n", `\r\n${line}\r\n`),
    () => chosen.slice(0, at) + chance.pick(PIECES) + chosen.slice(at),
    () => chosen.slice(0, at) + chosen.slice(at + 1 + chance.below(4)),
    () => chosen.slice(0, at) + String.fromCharCode(chance.below(256)) + chosen.slice(at + 1),
    () => chosen.slice(0, at),
    () => chosen.slice(0, at) + chance.pick(ordinary) + chosen.slice(at),
  ])();
  return requests.with(which, changed).join("");
}
