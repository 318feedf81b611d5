const MODELS = [
  ...([
    "Toyota Avanza",
    "Honda Jazz",
    "Daihatsu Xenia",
    "Suzuki Ertiga",
    "Mitsubishi Xpander",
  ] as const),
  ...(["Toyota Innova", "Honda HR-V", "Nissan Livina", "Wuling Almaz", "Hyundai Creta"] as const),
].map((name) => name.split(" ") as [brand: string, model: string]);
const COLORS = ["Putih", "Hitam", "Silver", "Merah", "Abu-abu"];
const HEADER =
  "Kode,Merek,Model,Varian,Tahun,Harga,Transmisi,Bahan Bakar,Warna,Kilometer,Plat,Deskripsi";

/** Stock as a dealer's program writes it, each row a car of its own. */
export function stockCsv(rows: number): string {
  const lines = [HEADER];
  for (let n = 0; n < rows; n += 1) {
    const [brand, model] = MODELS[n % MODELS.length] ?? ["Toyota", "Avanza"];
    const price = `"Rp ${(85_000_000 + (n % 400) * 500_000).toLocaleString("id-ID")}"`;
    lines.push(
      [
        ...[`U${n}`, brand, model, `1.${n % 9} ${n % 2 ? "G" : "E"}`, 2008 + (n % 17), price],
        ...[n % 3 ? "Manual" : "Matik", n % 5 ? "Bensin" : "Diesel", COLORS[n % COLORS.length]],
        ...[`"${((n * 37) % 180_000).toLocaleString("id-ID")} km"`, `B ${1_000 + (n % 9_000)} XYZ`],
        `"Tangan pertama, servis rutin, nomor ${n}"`,
      ].join(","),
    );
  }
  return `${lines.join("\n")}\n`;
}
