export type ErrorKind =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "version_required"
  | "too_many"
  | "busy";

export interface FieldError {
  /** Dotted, such as photos.0.url. */
  path: string;
  message: string;
}

interface Details {
  errors?: FieldError[];
  /** Seconds after which a repeat may succeed. */
  retryAfter?: number;
}

/** A refusal that its caller can understand and act upon. `code` is stable. */
export class DomainError extends Error {
  override name = "DomainError";
  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    message: string,
    readonly details: Details = {},
  ) {
    super(message);
  }
}

export const notFound = (what: string) =>
  new DomainError("not_found", "NOT_FOUND", `There is no such ${what}.`);

export const conflict = (code: string, message: string, errors?: FieldError[]) =>
  new DomainError("conflict", code, message, { errors });

/** The caller may try again in a second. */
export const busy = () =>
  new DomainError("busy", "BUSY", "Too much of this is under way. Try again.", { retryAfter: 1 });

export const forbidden = (message: string) => new DomainError("forbidden", "FORBIDDEN", message);

export const invalid = (path: string, message: string) =>
  new DomainError("invalid", "INVALID_INPUT", "The input is not valid.", {
    errors: [{ path, message }],
  });

export const versionRequired = () =>
  new DomainError(
    "version_required",
    "VERSION_REQUIRED",
    "Send the version that the change is based on, as If-Match or in the field version.",
  );
