import { builtInFormat, type CellFormat, formatOf } from "./cell-format.ts";
import type { XmlHandler } from "./xml.ts";

/** The format of each style that cells name by number. */
export function cellFormats(into: CellFormat[]): XmlHandler {
  const own = new Map<number, CellFormat>();
  let inCellStyles = false;
  return {
    open: (name, attributes) => {
      if (name === "cellXfs") inCellStyles = true;
      else if (name === "numFmt") {
        own.set(Number(attributes["numFmtId"]), formatOf(attributes["formatCode"] ?? ""));
      } else if (name === "xf" && inCellStyles) {
        const id = Number(attributes["numFmtId"] ?? 0);
        into.push(own.get(id) ?? builtInFormat(id));
      }
    },
    close: (name) => {
      if (name === "cellXfs") inCellStyles = false;
    },
  };
}
