import { z } from "@hono/zod-openapi";
import { invalid } from "../domain/errors.ts";

/** If-Match, which carries the version that a change is based on. */
export const VersionHeader = z.object({
  "if-match": z
    .string()
    .max(20)
    .regex(/^(W\/)?"?[1-9]\d{0,8}"?$/, 'must be a version such as "3"')
    .optional(),
});

/** @throws DomainError invalid when header and body name different versions. */
export function readVersion(
  headers: z.infer<typeof VersionHeader>,
  inBody?: number,
): number | undefined {
  const inHeader = headers["if-match"] && Number(headers["if-match"].replace(/\D/g, ""));
  if (inHeader && inBody && inHeader !== inBody) {
    throw invalid("version", "differs from If-Match");
  }
  return inHeader || inBody;
}
