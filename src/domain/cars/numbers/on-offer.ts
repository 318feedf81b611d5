import { Prisma } from "../../../db/index.ts";
import { PUBLISHED } from "../vocabulary.ts";

/** The condition that a car `c` is on offer: neither a draft nor sold. */
export const ON_OFFER = Prisma.sql`c.status IN (${Prisma.join([...PUBLISHED])})`;
