import type { Dealership } from "../support/attack-dealership.ts";
import type { Ask } from "../support/attack-operations.ts";
import type { RouteCase } from "./route-cases.ts";

const FILE = "kode,merek,model,tahun,harga\nIMP-1,Toyota,Avanza,2019,185jt\n";

const inPath =
  (name: keyof Dealership["imports"]) =>
  ({ imports }: Dealership): Ask => ({ params: { id: imports[name] } });

export const IMPORTS: Record<string, RouteCase> = {
  "POST /api/admin/imports": {
    ask: (of) => ({
      file: { name: `${of.mark}.csv`, base64: Buffer.from(FILE).toString("base64") },
    }),
    foreign: 202,
  },
  "GET /api/admin/imports": {
    ask: () => ({}),
    foreign: 200,
    smuggled: (_, other) => [[{ query: { cursor: other.imports.waiting } }, 200]],
  },
  "GET /api/admin/imports/{id}": { ask: inPath("last") },
  "GET /api/admin/imports/{id}/rejected": { ask: inPath("last") },
  "POST /api/admin/imports/{id}/apply": { ask: inPath("dry") },
  "POST /api/admin/imports/{id}/cancel": { ask: inPath("waiting") },
  "POST /api/admin/imports/{id}/undo": { ask: inPath("last") },
  "GET /api/admin/import-columns": { ask: () => ({}), foreign: 200 },
  "DELETE /api/admin/import-columns/{id}": {
    ask: (of) => ({ params: { id: of.columns } }),
  },
};
