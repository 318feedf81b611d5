import { z } from "@hono/zod-openapi";
import { FIELDS, type Field } from "../cars/import/fields.ts";

/** Files whose columns a dealership has remembered; the one that was used longest ago is dropped. */
export const MOST_REMEMBERED = 50;

const fieldName = z.enum(FIELDS as [Field, ...Field[]]);

export const RememberedColumns = z
  .object({
    id: z.uuid(),
    header: z
      .array(z.string())
      .openapi({ description: "The columns of the files that are read so." }),
    columns: z.partialRecord(fieldName, z.array(z.string())),
    constants: z.partialRecord(fieldName, z.string()),
    usedAt: z.iso.datetime(),
  })
  .openapi("RememberedColumns");
export type RememberedColumns = z.infer<typeof RememberedColumns>;
