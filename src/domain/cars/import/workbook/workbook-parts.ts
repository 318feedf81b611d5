import { posix } from "node:path";
import { badStockFile } from "../stock-file.ts";
import type { Archive } from "./archive.ts";
import { readWholeXml } from "./xml.ts";

/** Bytes of a part that only says what there is. */
const MOST_BYTES = 4 * 1024 ** 2;

export interface WorkbookSheet {
  name: string;
  /** The id of the relation that leads to its part. */
  relation: string;
  isShown: boolean;
}

export interface Relation {
  /** The last word of its type, such as worksheet. */
  type: string;
  /** The part that it leads to. */
  path: string;
}

/** Where a part leads, by the relations' ids. `path` is empty for the file itself. */
export async function relationsOf(archive: Archive, path: string): Promise<Map<string, Relation>> {
  const folder = posix.dirname(path);
  const name = posix.join(folder, "_rels", `${posix.basename(path)}.rels`);
  const relations = new Map<string, Relation>();
  if (!archive.has(name)) return relations;
  await readWholeXml(archive.read(name, MOST_BYTES), {
    open: (element, { Id = "", Type = "", Target = "" }) => {
      if (element !== "Relationship") return;
      const target = posix.resolve("/", folder, Target).slice(1);
      relations.set(Id, { type: posix.basename(Type), path: target });
    },
  });
  return relations;
}

/** Why a ZIP is not a workbook that can be read. */
function notXlsx(archive: Archive) {
  if (archive.has("xl/workbook.bin")) {
    return badStockFile("The file is a binary workbook (.xlsb); save it as .xlsx or CSV.");
  }
  if (archive.has("content.xml")) {
    return badStockFile("The file is an OpenDocument sheet (.ods); save it as .xlsx or CSV.");
  }
  return badStockFile("The file is a ZIP and no Excel workbook (.xlsx); save the sheet as one.");
}

/** The sheets of a workbook in their order. @throws DomainError STOCK_FILE_INVALID for any other ZIP. */
export async function workbookOf(archive: Archive) {
  const relations = await relationsOf(archive, "");
  const main = [...relations.values()].find(({ type }) => type === "officeDocument");
  const path = main?.path ?? "xl/workbook.xml";
  if (!archive.has(path) || path.endsWith(".bin")) throw notXlsx(archive);
  const sheets: WorkbookSheet[] = [];
  let is1904 = false;
  await readWholeXml(archive.read(path, MOST_BYTES), {
    open: (element, attributes) => {
      if (element === "workbookPr") is1904 = /^(?:1|true)$/.test(attributes["date1904"] ?? "");
      if (element !== "sheet") return;
      const relation = Object.entries(attributes).find(([name]) => name.endsWith(":id"))?.[1];
      const { name = "", state = "visible" } = attributes;
      sheets.push({ name, relation: relation ?? "", isShown: state === "visible" });
    },
  });
  if (sheets.length === 0) throw notXlsx(archive);
  return { path, sheets, is1904 };
}
