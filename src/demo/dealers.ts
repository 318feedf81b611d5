import { prima } from "./prima/prima.ts";
import { sentosa } from "./sentosa/sentosa.ts";

/** Of every login of the demo. */
export const DEMO_PASSWORD = "demo-autoleads";

export const DEMO_DEALERS = [prima, sentosa] as const;
