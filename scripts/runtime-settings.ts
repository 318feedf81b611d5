import { scripts } from "../package.json";

/**
 * What `bun start` sets of the runtime itself, which reads it as a process begins: its memory's
 * collection, and UV_THREADPOOL_SIZE. Renditions take up to four threads of that pool for seconds;
 * with one for each core, passwords, tokens and new connections to the database would wait for them.
 */
export const runtimeSettings: Record<string, string> = Object.fromEntries(
  [...scripts.start.matchAll(/ ([A-Z]\w+)=(\S+)/g)].map(([, name = "", value = ""]) => [
    name,
    value,
  ]),
);
