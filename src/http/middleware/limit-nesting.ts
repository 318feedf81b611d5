import { createMiddleware } from "hono/factory";
import { DomainError } from "../../domain/errors.ts";
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

/**
 * Refuses JSON of more than `deepest` levels: whatever recurses into it would exhaust the stack.
 * @throws DomainError invalid MALFORMED_BODY.
 */
export const limitNesting = (deepest: number) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const isJson = /json/i.test(c.req.header("Content-Type") ?? "");
    if (isJson && nestsDeeper(await c.req.text(), deepest)) {
      const detail = `The body has more than ${deepest} levels.`;
      throw new DomainError("invalid", "MALFORMED_BODY", detail);
    }
    await next();
  });
