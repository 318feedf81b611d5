import type { TenantScope } from "../../db/index.ts";
import { DomainError, forbidden, invalid } from "../errors.ts";
import { allows } from "../staff/permissions.ts";
import { LISTS, type ListName } from "./schemas.ts";

/** What is no part of a filter: where a page begins, and, of leads, words that name a person. */
const LEFT_OUT: Record<ListName, readonly string[]> = {
  cars: ["page", "cursor"],
  leads: ["cursor", "q"],
};

/**
 * Reads a query as its list does, so that one that is kept can be asked for.
 * @throws DomainError invalid, naming each parameter; forbidden where the actor may not see the list.
 */
export function checkQuery(
  scope: TenantScope,
  list: ListName,
  query: Record<string, string>,
): void {
  const { schema, permission } = LISTS[list];
  if (!allows(scope.actor, permission)) throw forbidden(`This list needs ${permission}.`);
  const leftOut = LEFT_OUT[list].find((name) => name in query);
  if (leftOut) throw invalid(`query.${leftOut}`, "is not kept");
  const read = schema.safeParse(query);
  if (read.success) return;
  throw new DomainError("invalid", "INVALID_INPUT", "The input is not valid.", {
    errors: read.error.issues.flatMap((issue) =>
      (issue.code === "unrecognized_keys" ? issue.keys : [issue.path.join(".")]).map((name) => ({
        path: `query.${name}`,
        message:
          issue.code === "unrecognized_keys" ? "is not a parameter of this list" : issue.message,
      })),
    ),
  });
}
