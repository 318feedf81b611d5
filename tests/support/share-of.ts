const PARTS = 3;

/**
 * A third of what is to be tried, another third for each `n`: over all routes everything is tried.
 * All of it with ISOLATION_PROBES=all.
 */
export const shareOf = <Value>(all: Value[], n: number): Value[] =>
  process.env["ISOLATION_PROBES"] === "all" ? all : all.filter((_, at) => at % PARTS === n % PARTS);
