import { z } from "zod";
import type { Actor, Prisma, TenantScope } from "../../db/index.ts";
import { notFound } from "../errors.ts";
import type { ImportState, StockImportOptions, StoredReport, UndoReport } from "./schemas.ts";

/** Who asked, as it is kept: a login of theirs may be over when the work is done. */
export type StoredActor = Exclude<Actor, { kind: "staff" }> | Omit<StaffActor, "sessionId">;
type StaffActor = Extract<Actor, { kind: "staff" }>;

export interface ImportRow {
  id: string;
  state: ImportState;
  dryRun: boolean;
  fileName: string;
  fileBytes: number;
  hasSource: boolean;
  hasRejected: boolean;
  options: StockImportOptions;
  header: string[];
  requestedBy: StoredActor;
  rowsDone: number;
  rowsTotal: number;
  report: StoredReport | null;
  failure: string | null;
  mayUndo: boolean;
  undoReport: (Partial<UndoReport> & { by: StoredActor }) | null;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  undoneAt: Date | null;
}

/** As text in the database, which keeps no NUL and no half of a surrogate pair. */
export const storableText = (text: string) => text.replaceAll("\u0000", "\ufffd").toWellFormed();

/** As JSON in the database, of such texts. */
export const storable = (value: unknown): Prisma.InputJsonObject =>
  JSON.parse(
    JSON.stringify(value, (_, inner) => (typeof inner === "string" ? storableText(inner) : inner)),
  );

export const storedActor = ({ actor }: TenantScope): Prisma.InputJsonObject => {
  const { kind } = actor;
  if (actor.kind === "staff") return { kind, id: actor.id, role: actor.role, name: actor.name };
  if (actor.kind !== "api_key") return { kind };
  return { kind, id: actor.id, name: actor.name, scopes: actor.scopes };
};

const Kind = z.looseObject({ kind: z.enum(["staff", "api_key", "operator", "job"]) });

/** Such an actor, to act once more for. */
export const actorOf = (stored: StoredActor): Actor => {
  Kind.parse(stored);
  // What storedActor wrote is an actor, but for the login of a member of staff.
  return stored.kind === "staff" ? { ...stored, sessionId: "" } : stored;
};

/** An import as it is stored; null when there is none. */
export async function findImportRow(
  { db, tenant }: TenantScope,
  id: string,
): Promise<ImportRow | null> {
  const row = await db.stockImport.findFirst({ where: { tenantId: tenant.id, id } });
  // Written by the verbs of this folder alone, in these shapes.
  return row as unknown as ImportRow | null;
}

/** @throws DomainError not found. */
export async function getImportRow(scope: TenantScope, id: string): Promise<ImportRow> {
  const row = await findImportRow(scope, id);
  if (!row) throw notFound("import");
  return row;
}
