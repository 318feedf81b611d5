import type { CarRow } from "../car-row.ts";

/** Why a car cannot move as planned, in words for staff; null where it can. */
export function findObstacle(
  { status, priceIdr }: Pick<CarRow, "status" | "priceIdr">,
  to: "available" | "draft",
): string | null {
  if (status === "sold") return "mobil sudah terjual";
  if (status === "booking") return "mobil sedang dibooking";
  if (to === "available" && priceIdr === null) return "harga belum diisi";
  return null;
}
