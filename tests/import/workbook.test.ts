import { describe, expect, test } from "bun:test";
import { gzipSync } from "node:zlib";
import { writeXlsx } from "hucre/xlsx";
import type { ImportOptions } from "../../src/domain/cars/import/import-options.ts";
import { readStockFile } from "../../src/domain/cars/import/read-stock-file.ts";
import { rejectedRowsCsv } from "../../src/domain/cars/import/rejected-rows-csv.ts";
import { explained, fileOf, NOW, read } from "./dealership.ts";
import { row, type WorkbookParts, workbookOf, zipped } from "./workbooks.ts";

const HEADER = row(1, "merek", "model", "tahun", "harga", "km", "pajak", "keterangan");
const readParts = (parts: WorkbookParts, options?: ImportOptions) =>
  read(fileOf(workbookOf(parts)), options);
const readSheet = (content: string, more: Partial<WorkbookParts> = {}) =>
  readParts({ sheets: { Stok: content }, ...more });
/** A row whose sixth cell is this XML. */
const withTax = (cell: string) =>
  `${HEADER}<row r="2"><c r="A2" t="inlineStr"><is><t>Toyota</t></is></c><c r="B2" t="inlineStr"><is><t>Avanza</t></is></c><c r="C2"><v>2019</v></c>${cell}</row>`;

describe("cells of a workbook", () => {
  test("of another program's making: texts, numbers, a date, and a line break", async () => {
    const bytes = await writeXlsx({
      sheets: [
        {
          name: "Stok",
          rows: [
            ["Merek", "Tipe", "Tahun", "Harga", "Warna", "Pajak", "Keterangan"],
            [
              "Toyota",
              "Avanza",
              2019,
              185_000_000,
              "putih",
              new Date(Date.UTC(2027, 8, 30)),
              "a\r\nb & <c>",
            ],
            ["Honda", "Brio", "2018", "Rp 150.000.000", null, "09/2027", null],
          ],
        },
      ],
    });
    const file = await read(fileOf(bytes));
    expect(file).toMatchObject({ encoding: "xlsx", read: 2, rejections: [], unusedColumns: [] });
    expect(file.rows).toEqual([
      {
        line: 2,
        car: {
          ...{ brand: "Toyota", model: "Avanza", year: 2019, price: 185_000_000, color: "Putih" },
          ...{ annualTaxUntil: "2027-09-30", description: "a\r\nb & <c>" },
        },
      },
      {
        line: 3,
        car: {
          ...{ brand: "Honda", model: "Brio", year: 2018, price: 150_000_000 },
          annualTaxUntil: "2027-09-30",
        },
      },
    ]);
  });

  test.each([
    ["a day", 14, "", 46_660, "2027-09-30"],
    ["a day with its time", 22, "", 46_660.99, "2027-09-30"],
    ["a month, on its last day", 17, "", 46_631, "2027-09-30"],
    ["a month of the house", 164, "[$-421]mmmm\\ yyyy;@", 46_631, "2027-09-30"],
    ["a day in Indonesian", 164, "[$-421]dd mmmm yyyy;@", 46_660, "2027-09-30"],
    ["the first days of 1900", 14, "", 1, "1900-01-01"],
    ["the day after the 29 February that was not", 14, "", 61, "1900-03-01"],
  ])("%s", async (_name, format, code, serial, expected) => {
    const file = await readSheet(withTax(`<c r="F2" s="1"><v>${serial}</v></c>`), {
      ...{ styles: [format], formats: code ? { [format]: code } : {} },
    });
    expect(explained(file.rejections)).toEqual([]);
    expect(file.rows[0]?.car.annualTaxUntil).toBe(expected);
  });

  test("days are counted from 1904 where the workbook says so", async () => {
    const cell = '<c r="F2" s="1"><v>45198</v></c>';
    const file = await readSheet(withTax(cell), { styles: [14], is1904: true });
    expect(file.rows[0]?.car.annualTaxUntil).toBe("2027-09-30");
  });

  test("no day shifts, whatever the zone of the machine", async () => {
    const script = `
      const { numberText } = await import("./src/domain/cars/import/workbook/cell-text.ts");
      console.log(numberText(46660, { kind: "day" }, false), numberText(45198, { kind: "day" }, true));`;
    for (const TZ of ["Pacific/Honolulu", "Asia/Jayapura", "UTC"]) {
      const run = Bun.spawnSync([process.execPath, "-e", script], { env: { ...process.env, TZ } });
      expect(run.stdout.toString()).toBe("2027-09-30 2027-09-30\n");
    }
  });

  test("rich text, shared texts, results of formulas, yes and no, and codes with zeros", async () => {
    const content = `${row(1, "kode", "merek", "model", "tahun", "harga", "bebas banjir", "keterangan")}
      <row><c s="1"><v>42</v></c><c t="s"><v>1</v></c><c t="str"><f>A1&amp;""</f><v>Avan_x007A_a</v></c>
      <c><f>2000+19</f><v>2019.0000000000002</v></c><c><v>1.85E8</v></c><c t="b"><v>1</v></c>
      <c t="inlineStr"><is><r><t>satu </t></r><r><rPr><b/></rPr><t>dua</t></r><rPh><t>x</t></rPh></is></c></row>`;
    const file = await readSheet(content, {
      strings:
        "<si><t>Honda</t></si><si><r><t>Toy</t></r><r><t>ota</t></r><rPh><t>y</t></rPh></si>",
      ...{ formats: { 164: "00000" }, styles: [164] },
    });
    expect(file.rows).toEqual([
      {
        line: 2,
        car: {
          ...{ displayCode: "00042", brand: "Toyota", model: "Avanza", year: 2019 },
          ...{ price: 185_000_000, floodFree: true, description: "satu dua" },
        },
      },
    ]);
  });

  test("a price shown in another currency is not taken for rupiah, one in rupiah is", async () => {
    const rows = [1, 2].map(
      (style) =>
        `<row r="${style + 1}"><c r="A${style + 1}" t="inlineStr"><is><t>Toyota</t></is></c><c t="inlineStr"><is><t>Yaris</t></is></c><c><v>2019</v></c><c s="${style}"><v>3500000</v></c></row>`,
    );
    const file = await readSheet(HEADER + rows.join(""), {
      ...{ formats: { 164: "[$¥-411]#,##0", 165: "[$Rp-421]#,##0" }, styles: [164, 165] },
    });
    expect(file.rows.map(({ car }) => car.price)).toEqual([undefined, 3_500_000]);
    expect(file.warnings).toMatchObject([{ line: 2, currency: "JPY", value: "¥ 3500000" }]);
  });

  test("an error of the spreadsheet is no text", async () => {
    const file = await readSheet(`${HEADER}<row r="2"><c t="e"><v>#REF!</v></c></row>`);
    expect(explained(file.rejections)[0]).toContain('brand (column "merek"): "#REF!" is an error');
  });
});

describe("rows of a workbook", () => {
  const car = (line: number, model = "Avanza") => row(line, "Toyota", model, 2019, 185_000_000);

  test("keep their numbers; blank ones and titles above the header are none", async () => {
    const content = [
      row(1, "DAFTAR STOK MOBIL", "", "", "per 21/11/2026"),
      row(3, "merek", "model", "tahun", "harga"),
      `<row r="4"><c r="A4" s="0"/></row>`,
      car(7),
      row(9, "Honda", "Brio", "20l9"),
      row(10, "Honda", "Brio", 2019, 150_000_000, "", "catatan"),
      `<row r="1048576"><c r="XFD1048576" s="0"/></row>`,
    ].join("");
    const file = await readSheet(content);
    expect(file.read).toBe(3);
    expect(file.rows.map(({ line }) => line)).toEqual([7]);
    expect(explained(file.rejections)).toEqual([
      '9: year (column "tahun"): "20l9" is not a year of four digits, such as 2019',
      "10: the row has 6 values where line 3 names 4 columns; look for a missing or extra delimiter or quote",
    ]);
  });

  test("have a number each, whatever a strange program gave them", async () => {
    const cells = ["Toyota", "Avanza", "2019"]
      .map((text) => `<c r="!" t="inlineStr"><is><t>${text}</t></is></c>`)
      .join("");
    const numbers = ["2", "2", "1", "x", "99999999999999", "-4"];
    const rows = numbers.map((number) => `<row r="${number}">${cells}<c t="b"/></row>`).join("");
    const file = await readSheet(HEADER + rows);
    expect(file.rows.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7]);
  });

  test("are those of the first sheet shown that has any, or of the one named", async () => {
    const header = row(1, "merek", "model", "tahun", "harga");
    const parts: WorkbookParts = {
      sheets: {
        Kosong: "",
        Arsip: header + car(2, "Vios"),
        A: header + car(2),
        B: header + car(2, "Yaris"),
      },
      hidden: ["Arsip"],
    };
    const models = async (options?: ImportOptions) =>
      (await readParts(parts, options)).rows.map((one) => one.car.model);
    expect(await models()).toEqual(["Avanza"]);
    expect(await models({ sheet: "B" })).toEqual(["Yaris"]);
    expect(await models({ sheet: "Arsip" })).toEqual(["Vios"]);
    expect(models({ sheet: "C" })).rejects.toThrow(
      'no sheet "C". Its sheets are: "Kosong", "Arsip", "A", "B"',
    );
    expect(models({ sheet: "Kosong" })).rejects.toThrow("no sheet with rows");
    expect(read("merek,model\n", { sheet: "A" })).rejects.toThrow("Only a workbook");
  });

  test("are the same rows when the workbook is saved again, and others on another sheet", async () => {
    const sheets = { A: HEADER + car(2), B: HEADER + car(2, "Yaris") };
    const [first, again, other] = await Promise.all([
      readParts({ sheets }),
      readParts({ sheets, parts: { "docProps/core.xml": "<saved/>" } }),
      readParts({ sheets }, { sheet: "B" }),
    ]);
    expect(again.hash).toBe(first.hash);
    expect(other.hash).not.toBe(first.hash);
  });

  test("that are rejected come as CSV", async () => {
    const source = fileOf(
      workbookOf({
        sheets: {
          Stok: row(1, "Stok") + row(2, "merek", "model", "tahun") + row(3, "Honda", "=1+1", "x"),
        },
      }),
    );
    const { rejections } = await read(source);
    const csv = await Array.fromAsync(rejectedRowsCsv(source, rejections));
    expect(csv.join("")).toStartWith("\ufeffline,reasons,merek,model,tahun\r\n3,");
    expect(csv.join("")).toEndWith(",Honda,'=1+1,x\r\n");
  });
});

describe("a file that is no such workbook", () => {
  const good = workbookOf({ sheets: { Stok: HEADER + row(2, "Toyota", "Avanza", 2019) } });
  const broken = Buffer.from(good);
  broken.fill(0x7f, 300, 340);
  const wide = Array.from(
    { length: 200 },
    (_, at) => `<c t="inlineStr"><is><t>c${at}</t></is></c>`,
  ).join("");
  const cases: [name: string, bytes: Uint8Array, message: string][] = [
    ["cut off", good.subarray(0, good.length - 40), "damaged or incomplete"],
    ["overwritten", broken, "damaged"],
    ["a ZIP of something else", zipped({ "readme.txt": "stok" }), "a ZIP and no Excel workbook"],
    ["an OpenDocument sheet", zipped({ "content.xml": "<x/>" }), ".ods"],
    ["a binary workbook", zipped({ "xl/workbook.bin": "x" }), ".xlsb"],
    [
      "an old or encrypted one",
      Buffer.from("d0cf11e0a1b11ae10000000000000000", "hex"),
      "old Excel file (.xls) or has a password",
    ],
    ["without rows", workbookOf({ sheets: { Stok: "" } }), "no sheet with rows"],
    [
      "200 columns",
      workbookOf({ sheets: { Stok: `<row r="1">${wide}</row>` } }),
      "at most 100 columns",
    ],
    [
      "16,384 columns",
      workbookOf({ sheets: { Stok: `${HEADER}<row r="2"><c r="XFD2"><v>1</v></c></row>` } }),
      "Row 2 has a value in column 16384",
    ],
    [
      "a cell of a book's length",
      workbookOf({ sheets: { Stok: HEADER + row(2, "x".repeat(200_000)) } }),
      "more than 100,000 characters",
    ],
    [
      "a shared text of a book's length",
      workbookOf({ sheets: { Stok: HEADER }, strings: `<si><t>${"x".repeat(200_000)}</t></si>` }),
      "more than 100,000 characters",
    ],
    [
      "an attribute without end",
      workbookOf({ sheets: { Stok: `<row r="${"1".repeat(3_000_000)}"/>` } }),
      "damaged",
    ],
    [
      "a row without end",
      workbookOf({ sheets: { Stok: `<row r="1">${"<c/>".repeat(20_000)}</row>` } }),
      "more cells than a sheet",
    ],
    [
      "texts that unpack to 200 MB",
      workbookOf({ sheets: { Stok: HEADER }, strings: "<si/>".repeat(40 * 1024 ** 2) }),
      "sharedStrings.xml is larger than 128 MB",
    ],
  ];
  test.each(cases)("%s is refused", async (_name, bytes, message) => {
    await expect(read(fileOf(bytes))).rejects.toMatchObject({
      ...{ code: "STOCK_FILE_INVALID", message: expect.stringContaining(message) },
    });
  });

  test("a part that says it is small and is not is refused", async () => {
    const bomb = Buffer.from(
      workbookOf({ sheets: { Stok: HEADER }, strings: "<si/>".repeat(2_000_000) }),
    );
    // The size in the central directory's entry, whose name begins 46 bytes after the entry.
    bomb.writeUInt32LE(1_000, bomb.lastIndexOf("xl/sharedStrings.xml") - 46 + 24);
    await expect(read(fileOf(bomb))).rejects.toThrow("damaged");
  });

  test("entities of its own are not expanded", async () => {
    const sheet = `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet><sheetData>${HEADER}<row r="2"><c t="inlineStr"><is><t>Toyota&b;</t></is></c><c t="inlineStr"><is><t>Yaris</t></is></c><c><v>2019</v></c></row></sheetData></worksheet>`;
    const file = await readSheet("", { parts: { "xl/worksheets/sheet1.xml": sheet } });
    expect(file.rows[0]?.car.brand).toBe("Toyota&b;");
  });

  test("more rows than a surface takes are refused before the rest is read", async () => {
    const rows = Array.from({ length: 500 }, (_, at) => row(at + 2, "Toyota", "Avanza", 2019)).join(
      "",
    );
    const source = fileOf(gzipSync(workbookOf({ sheets: { Stok: HEADER + rows } })));
    await expect(readStockFile(source, {}, { now: NOW, mostRows: 100 })).rejects.toThrow(
      "more than 100 rows; split it",
    );
  });
});
