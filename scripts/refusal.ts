import { ZodError } from "zod";
import { DomainError } from "../src/domain/errors.ts";

/** Why an operator's input was refused; null for a fault that is not the operator's. */
export function refusalOf(error: unknown): string | null {
  if (error instanceof ZodError) {
    return error.issues
      .map(({ path, message }) => (path.length > 0 ? `${path.join(".")}: ${message}` : message))
      .join("\n");
  }
  if (!(error instanceof DomainError)) return null;
  const fields = error.details.errors ?? [];
  return [error.message, ...fields.map((field) => `${field.path}: ${field.message}`)].join("\n");
}
