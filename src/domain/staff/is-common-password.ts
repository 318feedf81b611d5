import { readFileSync } from "node:fs";

let common: Set<string> | undefined;

/**
 * Whether a password, whatever its case, is among the 10,000 commonest, or among the 10,000
 * commonest of at least 10 characters (counted by SecLists in 10 million that were stolen).
 */
export function isCommonPassword(password: string): boolean {
  common ??= new Set(
    readFileSync(new URL("./common-passwords.txt", import.meta.url), "utf8").split("\n"),
  );
  return common.has(password.toLowerCase());
}
