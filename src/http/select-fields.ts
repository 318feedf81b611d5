/** Sites that need less of a car than an answer has (`fields=`), or more (`include=`). */
import { z } from "@hono/zod-openapi";

/** A comma-separated list of names out of a closed list: each once, in the list's order. */
const names = <const Name extends string>(known: readonly Name[], description: string) =>
  z
    .string()
    .max(1_000)
    .transform((value, context): Name[] => {
      const asked = value.split(",");
      const unknown = asked.find((name) => !(known as readonly string[]).includes(name));
      if (unknown !== undefined || asked.length > known.length) {
        const shown = JSON.stringify(unknown?.slice(0, 40).toWellFormed());
        const message = unknown === undefined ? "names too many" : `knows no ${shown}`;
        context.addIssue({ code: "custom", message });
        return z.NEVER;
      }
      return known.filter((name) => asked.includes(name));
    })
    .optional()
    .openapi({
      type: "array",
      items: { type: "string", enum: [...known] },
      minItems: 1,
      maxItems: known.length,
      param: { style: "form", explode: false },
      description,
    });

/** The parameter `fields` for cars of a schema. */
export const fieldsOf = <Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>) =>
  names(
    Object.keys(schema.shape) as (keyof Shape & string)[],
    "The fields that each car is to have, by commas; all when absent.",
  );

/** The parameter `include` for extras of these names. */
export const extrasOf = <const Name extends string>(extras: readonly Name[]) =>
  names(extras, "What each car is to have besides, by commas.");

/** A car of a schema, or the fields of it that were asked for. */
export const wholeOrFields = <Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  name: string,
) =>
  z.union([
    schema,
    z.object(schema.shape).partial().openapi(name, { description: "What `fields` names of it." }),
  ]);

/** The answer with several of them. */
export const carsOf = <Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>, name: string) =>
  z.object({ data: z.array(wholeOrFields(schema, name)) });

/** The named fields of a value with the extras; all of it when no fields are named. */
export function selectFields<Whole extends object>(
  whole: Whole,
  fields: readonly string[] | undefined,
  include: readonly string[] = [],
): Whole | Partial<Whole> {
  if (!fields) return whole;
  const wanted = new Set([...fields, ...include]);
  const entries = Object.entries(whole).filter(([name]) => wanted.has(name));
  return Object.fromEntries(entries) as Partial<Whole>;
}
