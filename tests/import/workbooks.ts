import { zipSync } from "fflate";

const NAMESPACE = "http://schemas.openxmlformats.org";
const MAIN = `xmlns="${NAMESPACE}/spreadsheetml/2006/main" xmlns:r="${NAMESPACE}/officeDocument/2006/relationships"`;
const RELATION = `${NAMESPACE}/officeDocument/2006/relationships`;

export interface WorkbookParts {
  /** What stands within sheetData, by the sheets' names in their order. */
  sheets: Record<string, string>;
  hidden?: string[];
  /** What stands within sst. */
  strings?: string;
  /** Formats by their number, and of each style the number of its format. */
  formats?: Record<number, string>;
  styles?: number[];
  is1904?: boolean;
  /** More parts, or others in the place of those. */
  parts?: Record<string, string | Uint8Array>;
}

const relations = (targets: [type: string, target: string][]) =>
  `<Relationships xmlns="${NAMESPACE}/package/2006/relationships">${targets
    .map(
      ([type, target], at) =>
        `<Relationship Id="rId${at + 1}" Type="${RELATION}/${type}" Target="${target}"/>`,
    )
    .join("")}</Relationships>`;

/** A workbook as Excel writes it, made of the XML that a test needs. */
export function workbookOf({
  sheets,
  hidden = [],
  strings = "",
  formats = {},
  ...more
}: WorkbookParts) {
  const names = Object.keys(sheets);
  const parts: Record<string, string | Uint8Array> = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": relations([["officeDocument", "xl/workbook.xml"]]),
    "xl/workbook.xml": `<workbook ${MAIN}><workbookPr date1904="${more.is1904 ? 1 : 0}"/><sheets>${names
      .map(
        (name, at) =>
          `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at + 1}"${hidden.includes(name) ? ' state="hidden"' : ""}/>`,
      )
      .join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations([
      ...names.map((_, at): [string, string] => ["worksheet", `worksheets/sheet${at + 1}.xml`]),
      ["sharedStrings", "/xl/sharedStrings.xml"],
      ["styles", "styles.xml"],
    ]),
    "xl/sharedStrings.xml": `<sst ${MAIN}>${strings}</sst>`,
    "xl/styles.xml": `<styleSheet ${MAIN}><numFmts>${Object.entries(formats)
      .map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${Bun.escapeHTML(code)}"/>`)
      .join("")}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${[
      0,
      ...(more.styles ?? []),
    ]
      .map((id) => `<xf numFmtId="${id}"/>`)
      .join("")}</cellXfs></styleSheet>`,
    ...Object.fromEntries(
      names.map((name, at) => [
        `xl/worksheets/sheet${at + 1}.xml`,
        `<worksheet ${MAIN}><sheetData>${sheets[name]}</sheetData></worksheet>`,
      ]),
    ),
    ...more.parts,
  };
  return zipped(parts);
}

export const zipped = (parts: Record<string, string | Uint8Array>) =>
  zipSync(
    Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [
        name,
        typeof part === "string" ? Buffer.from(part) : part,
      ]),
    ),
  );

/** A row of texts and numbers; an empty text is no cell. */
export const row = (number: number, ...values: (string | number)[]) =>
  `<row r="${number}">${values
    .map((value, at) => {
      const reference = `${String.fromCharCode(65 + at)}${number}`;
      if (typeof value === "number") return `<c r="${reference}"><v>${value}</v></c>`;
      return (
        value && `<c r="${reference}" t="inlineStr"><is><t>${Bun.escapeHTML(value)}</t></is></c>`
      );
    })
    .join("")}</row>`;
