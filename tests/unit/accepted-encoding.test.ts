import { expect, test } from "bun:test";
import { acceptedEncoding } from "../../src/http/accepted-encoding.ts";

test.each([
  [undefined, "identity"],
  ["", "identity"],
  ["gzip, deflate, br, zstd", "br"],
  ["gzip, deflate, zstd", "zstd"],
  ["gzip", "gzip"],
  ["GZIP;q=0.5", "gzip"],
  ["br;q=0.1, gzip;q=0.8", "gzip"],
  ["br;q=0, gzip;q=0", "identity"],
  ["*", "br"],
  ["*;q=0", "identity"],
  ["br;q=0, *", "zstd"],
  ["identity, gzip;q=0.5", "identity"],
  ["deflate", "identity"],
  ["nonsense;q=abc;;,,", "identity"],
])("Accept-Encoding %p is answered in %p", (header, encoding) => {
  expect(acceptedEncoding(header)).toBe(encoding as never);
});
