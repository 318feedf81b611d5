import { createMiddleware } from "hono/factory";
import { DomainError, invalid } from "../../domain/errors.ts";
import type { AppEnv } from "../env.ts";

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [...'"\\[]{}'].map(
  (character) => character.charCodeAt(0),
);

function nestsDeeper(json: string, deepest: number): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) inText = !inText;
    else if (inText) at += code === BACKSLASH ? 1 : 0;
    else if (code === OPEN_LIST || code === OPEN_OBJECT) depth += 1;
    else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth -= 1;
    if (depth > deepest) return true;
  }
  return false;
}

/** Where an object has something of parts for its length; zod takes that for a number. */
function pretender(value: unknown, path = ""): string | null {
  if (typeof value !== "object" || value === null) return null;
  for (const [name, child] of Object.entries(value)) {
    const inside = path ? `${path}.${name}` : name;
    if (name === "length" && typeof child === "object" && child !== null) return inside;
    const found = pretender(child, inside);
    if (found) return found;
  }
  return null;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

/**
 * Refuses JSON that would trip the validation: of more than `deepest` levels, which exhausts the
 * stack of whatever recurses, or with an object or a list called length.
 * @throws DomainError invalid MALFORMED_BODY, INVALID_INPUT.
 */
export const plainJson = (deepest: number) =>
  createMiddleware<AppEnv>(async (c, next) => {
    if (/json/i.test(c.req.header("Content-Type") ?? "")) {
      const json = await c.req.text();
      if (nestsDeeper(json, deepest)) {
        const detail = `The body has more than ${deepest} levels.`;
        throw new DomainError("invalid", "MALFORMED_BODY", detail);
      }
      const path = /"length"|\\u/.test(json) ? pretender(parsed(json)) : null;
      if (path) throw invalid(path, "must be a number");
    }
    await next();
  });
