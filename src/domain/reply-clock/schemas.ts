import { z } from "@hono/zod-openapi";
import { periodFields } from "../leads/period.ts";
import { LEAD_SOURCES } from "../leads/vocabulary.ts";

export const FiguresQuery = z.strictObject(periodFields);

const seconds = z.number().nullable();

const Figures = z.object({
  leads: z.int().openapi({ description: "Whose persons wrote first in the period." }),
  answered: z.int(),
  medianSeconds: seconds.openapi({
    description: "Of opening hours, from a person's first message or enquiry to the first reply.",
  }),
  p90Seconds: seconds.openapi({ description: "Nine of ten were answered at least as fast." }),
  withinTarget: seconds.openapi({
    description: "Share of the leads, from 0 to 1, answered within the target of today's settings.",
  }),
  escalations: z.int().openapi({ description: "How often the managers were told." }),
});

export const ReplyFigures = z
  .object({
    total: Figures,
    bySalesperson: z
      .array(Figures.extend({ id: z.uuid().nullable(), name: z.string().nullable() }))
      .openapi({ description: "By who looks after the lead now; the most leads first." }),
    bySource: z.array(Figures.extend({ source: z.enum(LEAD_SOURCES) })),
    byHour: z
      .array(Figures.extend({ hour: z.int() }))
      .openapi({ description: "0 to 23, of the dealership's clock when the person wrote first." }),
  })
  .openapi("ReplyFigures");
export type ReplyFigures = z.infer<typeof ReplyFigures>;
