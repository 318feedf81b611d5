/** One lock taken away: by SQL that runs after the migrations, or by an edit of one file. */
export interface Mutant {
  kind: "policy" | "grant" | "key" | "query" | "permission" | "guard";
  /** What is taken away, and where. */
  name: string;
  change: { sql: string } | { file: string; from: number; to: number; text: string };
  /** The test files of which at least one must fail. */
  suites: string[];
}
