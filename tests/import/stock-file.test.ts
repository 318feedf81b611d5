import { describe, expect, test } from "bun:test";
import { gzipSync } from "node:zlib";
import { readStockFile } from "../../src/domain/cars/import/read-stock-file.ts";
import { rejectedRowsCsv } from "../../src/domain/cars/import/rejected-rows-csv.ts";
import { explained, fileOf, NOW, read } from "./dealership.ts";

const HEADER = "merek,model,tahun,harga";
const rowsOf = async (...input: Parameters<typeof read>) => {
  const file = await read(...input);
  return file.rows.map(({ line, car }) => `${line}: ${car.brand} ${car.model} ${car.price}`);
};
const GOOD = ["2: Toyota Avanza 185000000"];

describe("the form of a file", () => {
  test.each([
    ["commas", "merek,model,tahun,harga\nToyota,Avanza,2019,185jt\n"],
    ["semicolons", "merek;model;tahun;harga\r\nToyota;Avanza;2019;Rp 185.000.000,00\r\n"],
    ["tabs", "merek\tmodel\ttahun\tharga\nToyota\tAvanza\t2019\t185jt"],
    ["a byte order mark", "\ufeffmerek,model,tahun,harga\nToyota,Avanza,2019,185jt"],
    ["quotes", '"merek","model","tahun","harga, cash"\n"Toyota","Avanza","2019","185,000,000"'],
  ])("%s", async (_name, content) => {
    const options = content.includes("harga, cash") ? { columns: { price: ["harga, cash"] } } : {};
    expect(await rowsOf(content, options)).toEqual(GOOD);
  });

  test("gzip, whatever the name", async () => {
    const packed = gzipSync(`${HEADER}\nToyota,Avanza,2019,185jt\n`);
    expect(await rowsOf(fileOf(packed))).toEqual(GOOD);
    await expect(read(fileOf(packed.subarray(0, packed.length - 12)))).rejects.toThrow(
      "gzip file is",
    );
  });

  test("the hash is that of the uncompressed content", async () => {
    const content = `${HEADER}\nToyota,Avanza,2019,185jt\n`;
    const [plain, packed] = await Promise.all([read(content), read(fileOf(gzipSync(content)))]);
    expect(packed.hash).toBe(plain.hash);
  });

  test.each([
    ["windows-1252", Buffer.from("merek;model;tahun\nCitro\xebn;C3;2019\n", "latin1")],
    ["utf-16be", Buffer.from("\ufeffmerek;model;tahun\nCitroën;C3;2019\n", "utf16le").swap16()],
    ["utf-16le", Buffer.from("\ufeffmerek;model;tahun\nCitroën;C3;2019\n", "utf16le")],
    ["utf-8", Buffer.from("merek;model;tahun\nCitroën;C3;2019\n")],
  ])("%s", async (encoding, bytes) => {
    const file = await read(fileOf(bytes, 1));
    expect(file.encoding).toBe(encoding);
    expect(file.rows[0]?.car.brand).toBe("Citroën");
  });

  test("words of Windows-1252 that no other encoding has at their place", async () => {
    const bytes = Buffer.from(
      "merek;model;tahun;keterangan\nKia;Rio;2019;\x93hemat\x94 \x80 5\n",
      "latin1",
    );
    const file = await read(fileOf(bytes, 1));
    expect(file.rows[0]?.car.description).toBe("“hemat” € 5");
  });

  test("titles above the header, and the line by which Excel is told the delimiter", async () => {
    const titled = ["sep=;", "STOK MOBIL, per 21/11;;;", ";;;", "Merek;Tipe;Tahun;Harga Jual (Rp)"];
    const file = await read(
      [...titled, "Toyota;Avanza;2019;185,5 juta", "Honda;Brio;x;1"].join("\n"),
    );
    expect(file.read).toBe(2);
    expect(file.rows).toMatchObject([{ line: 5, car: { model: "Avanza", price: 185_500_000 } }]);
    expect(explained(file.rejections)[0]).toStartWith('6: year (column "Tahun")');
    expect(read("Stok\nmerek,model,tahun\nToyota,Avanza\n")).resolves.toMatchObject({
      rejections: [{ line: 3, reasons: [{ message: expect.stringContaining("line 2 names 3") }] }],
    });
  });

  test("the columns of a dealer's own sheet", async () => {
    const file = await read(
      [
        "No;Kode Unit;Merk;Type;Thn;Warna;Nopol;No. Rangka;KM;Transmisi;Bahan Bakar;Pajak s/d;STNK s/d;Tangan Ke-;Harga OTR;HPP;Cabang",
        "1;U-1;TOYOTA;Avanza G;2019;PUTIH;B 1234 XYZ;MHF11111;45.000 km;A/T;Bensin;09/2027;30-09-2029;1;Rp 185.000.000,-;Rp 150 jt;Bekasi",
      ].join("\r\n"),
    );
    expect(file.unusedColumns).toEqual(["No"]);
    expect(file.rows[0]?.car).toEqual({
      ...{ displayCode: "U-1", brand: "TOYOTA", model: "Avanza G", year: 2019, color: "Putih" },
      ...{ plate: "B 1234 XYZ", vin: "MHF11111", mileage: 45_000, transmission: "automatic" },
      ...{ fuel: "petrol", annualTaxUntil: "2027-09-30", stnkUntil: "2029-09-30", ownerNumber: 1 },
      ...{ price: 185_000_000, cost: 150_000_000, location: "Bekasi" },
    });
  });

  test("a formula in a cell is a text, and the error of one is no text", async () => {
    const content = "merek,model,tahun,keterangan\nToyota,Yaris,2019,\"=cmd|' /C calc'!A0\"\n";
    const file = await read(`${content}Toyota,#NAME?,2019,\nToyota,#N/A,2019,\n`);
    expect(file.rows.map(({ car }) => car.description)).toEqual(["=cmd|' /C calc'!A0"]);
    expect(explained(file.rejections)).toEqual([
      '3: model: "#NAME?" is an error of the spreadsheet; correct its cell',
      '4: model: "#N/A" is missing',
    ]);
  });

  test("lines are those of the file, also after fields of several lines", async () => {
    const file = await read(
      [
        "merek,model,tahun,keterangan\r\n",
        'Toyota,Avanza,2019,"satu\r\ndua\n\ntiga"\r\n',
        "\r\n",
        "Honda,Brio,20l9,\n",
        'Honda,"Velg 17""",2018,x\n',
        ",,,\n",
        "Honda,Brio,2018",
      ].join(""),
    );
    expect(file.read).toBe(6);
    expect(file.rows.map(({ line }) => line)).toEqual([2, 8]);
    expect(explained(file.rejections)).toEqual([
      "6: the row is blank",
      '7: year (column "tahun"): "20l9" is not a year of four digits, such as 2019',
      "9: the row is blank",
      "10: the row has 3 values where line 1 names 4 columns; look for a missing or extra delimiter or quote",
    ]);
  });

  test.each([
    ["an empty file", "", "The file is empty."],
    ["a blank header", "\n\nToyota,Avanza,2019\n", "Line 1 is blank"],
    [
      "no header",
      "Toyota,Avanza,2019\nHonda,Brio,2018\n",
      "No column holds brand or model or year",
    ],
    ["a column twice", "merek,model,tahun,Harga,harga\n", 'Two columns are called "harga"'],
    ["two columns of one field", "merek,model,tipe,tahun\n", 'columns "model", "tipe" may both'],
    ["200 columns", `${Array.from({ length: 200 }, (_, at) => `c${at}`)}\n`, "has 200 columns"],
    [
      "an open quote",
      `${HEADER}\nToyota,"Avanza,2019,185jt\nHonda,Brio,2018,1\n`,
      "From line 2 on",
    ],
    ["half a workbook", "PK\u0003\u0004\u0014\u0000", "damaged or incomplete"],
    ["bytes of something else", "\u0000\u0001\u0002", "neither CSV text nor"],
  ])("%s is refused as a whole", async (_name, content, message) => {
    await expect(read(content)).rejects.toThrow(message);
  });

  test("more rows than a surface takes are refused", async () => {
    const source = fileOf(`${HEADER}\n${"Toyota,Avanza,2019,185jt\n".repeat(3)}`);
    expect((await readStockFile(source, {}, { now: NOW, mostRows: 3 })).read).toBe(3);
    await expect(readStockFile(source, {}, { now: NOW, mostRows: 2 })).rejects.toThrow(
      "more than 2 rows; split it",
    );
  });
});

describe("what the options say", () => {
  const content =
    "make,model,year,price,km1,km2\nToyota,Avanza,2019,185jt,,45000\nToyota,Yaris,2018,150jt,9,8\n";

  test("the first column that is not empty counts", async () => {
    const file = await read(content, { columns: { mileage: ["km1", "KM 2"] } });
    expect(file.rows.map(({ car }) => car.mileage)).toEqual([45_000, 9]);
    expect(file.unusedColumns).toEqual([]);
  });

  test("a value that says unknown is a value, and no later column replaces it", async () => {
    const file = await read("make,model,year,a,b\nX,Y,2019,Unknown,64.2\n", {
      columns: { mileage: ["a", "b"] },
    });
    expect(file.rows[0]?.car.mileage).toBeUndefined();
  });

  test("columns that nobody reads are told", async () => {
    expect((await read(content)).unusedColumns).toEqual(["km1", "km2"]);
  });

  test("a constant holds for every row; an empty one leaves its field out", async () => {
    const file = await read(content, { constants: { color: "hitam", price: "" } });
    expect(file.rows.map(({ car }) => car.color)).toEqual(["Hitam", "Hitam"]);
    expect(file.fields).not.toContain("price");
  });

  test.each([
    [{ columns: { fuel: ["bbm"] } }, 'The file has no column "bbm". Its columns are: "make"'],
    [{ constants: { year: "abc" } }, 'The constant year: "abc" is not a year'],
    [{ constants: { price: "£1,000" } }, "give a rate for GBP"],
    [{ columns: { color: ["km1"] }, constants: { color: "red" } }, "both columns and a constant"],
  ] as const)("%p is refused", async (options, message) => {
    await expect(read(content, options as Parameters<typeof read>[1])).rejects.toThrow(message);
  });
});

describe("rows of one file", () => {
  test("have several reasons at once, each with the value as given", async () => {
    const file = await read(`${HEADER},km\n,Avanza,3019,free,64.2\n`);
    expect(explained(file.rejections)).toEqual([
      '2: brand (column "merek"): is missing; ' +
        'year (column "tahun"): "3019" is later than next year, 2027; ' +
        'price (column "harga"): "free" is not a price, such as 185000000, Rp 185.000.000 or 185jt; ' +
        'mileage (column "km"): "64.2" is not a whole number of kilometres, such as 45000 or 45.000 km',
    ]);
  });

  test("cannot name a display code or VIN twice", async () => {
    const file = await read(
      [
        "kode,vin,merek,model,tahun",
        "A1,,Toyota,Avanza,1800",
        "A1,MHF11111,Toyota,Avanza,2019",
        "A1,,Toyota,Yaris,2019",
        "A2,mhf-11111,Toyota,Yaris,2019",
      ].join("\n"),
    );
    expect(file.rows.map(({ line }) => line)).toEqual([3]);
    expect(explained(file.rejections)).toEqual([
      '2: year (column "tahun"): "1800" is earlier than 1900',
      '4: displayCode: "A1" stands already on line 3',
      '5: vin: "MHF11111" stands already on line 3',
    ]);
  });

  test("may have an odd VIN, with a warning", async () => {
    const { warnings } = await read(
      "vin,merek,model,tahun\n1M8GDM9A0KP042788,Toyota,Avanza,2019\n",
    );
    expect(warnings).toMatchObject([
      { line: 2, field: "vin", message: "has check digit 0 where X is expected" },
    ]);
  });
});

describe("the file of rejected rows", () => {
  const content = [
    "merek;model;tahun;keterangan",
    "Toyota;Avanza;2019;baik",
    'Honda;Brio;x;"=HYPERLINK(""http://evil"",""a"")"',
    "Honda;+62;1800;-",
    "",
  ].join("\n");
  const rejectedOf = async (source: ReturnType<typeof fileOf>) => {
    const { rejections } = await read(source);
    return (await Array.fromAsync(rejectedRowsCsv(source, rejections))).join("");
  };

  test("holds line, reasons and the original columns, and no formula", async () => {
    expect(await rejectedOf(fileOf(content))).toBe(
      [
        "\ufeffline,reasons,merek,model,tahun,keterangan",
        `3,"year (column ""tahun""): ""x"" is not a year of four digits, such as 2019",Honda,Brio,x,"'=HYPERLINK(""http://evil"",""a"")"`,
        `4,"year (column ""tahun""): ""1800"" is earlier than 1900",Honda,'+62,1800,-`,
        "",
      ].join("\r\n"),
    );
  });

  test("can be corrected and imported in turn", async () => {
    const rejected = await rejectedOf(fileOf(content));
    const file = await read(rejected.replace(",x,", ",2018,"));
    expect(file.unusedColumns).toEqual([]);
    expect(file.rows).toEqual([
      {
        line: 2,
        car: {
          brand: "Honda",
          model: "Brio",
          year: 2018,
          description: '=HYPERLINK("http://evil","a")',
        },
      },
    ]);
    expect((await rejectedOf(fileOf(rejected))).split("\r\n")[0]).toBe(
      "\ufeffline,reasons,merek,model,tahun,keterangan",
    );
  });
});
