import { resolve } from "node:path";
import type { Config } from "../src/config.ts";
import { keepSecret } from "./keep-secret.ts";

/** JWT_SECRET, or outside production the one that is kept under DATA_DIR. */
export const rootSecret = async (config: Config): Promise<string> =>
  config.JWT_SECRET ?? keepSecret(resolve(config.DATA_DIR), "jwt-secret");
