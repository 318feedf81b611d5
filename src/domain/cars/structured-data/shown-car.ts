import type { TenantRecord } from "../../../db/index.ts";
import type { CarCard, PublicCar } from "../schemas.ts";

/** What the data of a page tell of the dealership. */
export type Seller = Pick<TenantRecord, "hosts" | "name" | "phone" | "address" | "city">;

/** A car as everybody sees it, so that nothing else can be told of it; a card may lack the rest. */
export type ShownCar = CarCard & Partial<Pick<PublicCar, "photos" | "ownerNumber" | "description">>;

/** Of one car's data. */
export const MOST_PICTURES = 20;

/**
 * Addresses of the pictures, the primary first, 20 at most. A path belongs to the primary domain,
 * and is left out for a dealership without one.
 */
export function pictureUrls({ hosts }: Pick<Seller, "hosts">, car: ShownCar): string[] {
  const photos = car.photos?.map(({ url, picture }) => picture?.jpeg ?? url) ?? [car.photo ?? ""];
  return photos
    .map((url) => (url.startsWith("/") ? hosts[0] && `https://${hosts[0]}${url}` : url))
    .filter((url): url is string => Boolean(url))
    .slice(0, MOST_PICTURES);
}

/** At most `longest` characters on one line, cut between words where that is possible. */
export function shorten(text: string, longest: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  const characters = Array.from(line);
  if (characters.length <= longest) return line;
  const cut = characters.slice(0, longest - 1).join("");
  return `${cut.replace(/\s\S{0,30}$/u, "")}…`;
}
