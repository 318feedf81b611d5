import type { Prisma } from "../db/index.ts";
import { carColumns } from "../domain/cars/car-columns.ts";
import { carTitle } from "../domain/cars/car-view.ts";
import { displayCodeOf } from "../domain/cars/display-code.ts";
import { photoRows } from "../domain/cars/photo-rows.ts";
import { firstFreeSlug, slugBase } from "../domain/cars/slug.ts";
import type { DemoCar } from "./demo-car.ts";
import { picturePath, VIEWS, type View } from "./picture-name.ts";

const DAY = 86_400_000;

const CAPTIONS: Record<View, string> = {
  front: "Tampak depan",
  side: "Tampak samping",
  rear: "Tampak belakang",
  interior: "Interior",
};

/** A dealership's cars, the longest listed first, with pictures, sales and preparation, and all by their keys. */
export function carRows(tenantId: string, demoCars: readonly DemoCar[], now: Date) {
  const slugs = new Set<string>();
  const known = new Map<string, { id: string; title: string }>();
  const cars: Prisma.CarCreateManyInput[] = [];
  const photos: Prisma.CarPhotoCreateManyInput[] = [];
  const sales: Prisma.CarSaleCreateManyInput[] = [];
  const steps: Prisma.PreparationStepCreateManyInput[] = [];
  const ago = (days: number) => new Date(now.getTime() - days * DAY);
  const oldestFirst = demoCars.toSorted((a, b) => b.listedDaysAgo - a.listedDaysAgo);
  for (const [index, demo] of oldestFirst.entries()) {
    const { key, body, colour, listing, listedDaysAgo, soldDaysAgo } = demo;
    const { brand, model, variant = null, year, status = "draft" } = listing;
    const id = Bun.randomUUIDv7();
    const slug = firstFreeSlug(slugBase(listing), (taken) => slugs.has(taken));
    const color = colour.charAt(0).toUpperCase() + colour.slice(1);
    const listedAt = ago(listedDaysAgo);
    const soldAt = soldDaysAgo === undefined ? null : ago(soldDaysAgo);
    slugs.add(slug);
    const title = carTitle({ brand, model, variant, year });
    known.set(key, { id, title });
    cars.push({
      ...carColumns({ ...listing, bodyType: body, color }),
      ...{ tenantId, id, slug, displayCode: displayCodeOf(index + 1), brand, model, year, status },
      ...{ listedAt, soldAt, createdAt: listedAt, updatedAt: soldAt ?? listedAt },
    });
    if (soldAt && listing.price) {
      const terms = { priceIdr: BigInt(listing.price), soldOn: soldAt, createdAt: soldAt };
      sales.push({ tenantId, carId: id, carTitle: title, ...terms });
    }
    const prepared = status === "draft" ? ["inspection"] : ["inspection", "detailing"];
    const done = { state: "done", doneAt: listedAt, updatedAt: listedAt };
    steps.push(...prepared.map((step) => ({ tenantId, carId: id, step, ...done })));
    // A draft waits for the rest of its pictures.
    const views = status === "draft" ? VIEWS.slice(0, 1) : VIEWS;
    const pictures = views.map((view) => ({
      url: picturePath({ body, colour, view }),
      caption: CAPTIONS[view],
    }));
    photos.push(...photoRows(tenantId, pictures).map((photo) => ({ ...photo, carId: id })));
  }
  return { cars, photos, sales, steps, known };
}
