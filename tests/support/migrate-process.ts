import { migrate } from "../../src/db/index.ts";

await migrate(process.argv[2] ?? "");
