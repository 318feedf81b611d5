import type { Chance } from "./attack-random.ts";
import { literal, type SqlMaterial, sqlParts } from "./attack-sql.ts";

/** One transaction. */
export interface Step {
  as: "A" | "B" | "nobody";
  sql: string;
  /** What COPY … FROM STDIN reads; present for every COPY alone. */
  copy?: string;
}

export interface Statement {
  kind: string;
  steps: Step[];
  /** Tables of which the other tenant's rows may be told. */
  mayTell?: string[];
}

/** What a look-up for every request tells of any dealership. */
const PUBLIC: Record<string, string[]> = { find_tenant: ["tenants", "domains"] };

const SETTINGS = [
  "SET LOCAL ROLE autoleads_system",
  "SET LOCAL SESSION AUTHORIZATION autoleads_system",
  "SET LOCAL session_replication_role = replica",
  "SET LOCAL row_security = off",
  "SET LOCAL search_path = pg_temp, public",
  "SET LOCAL plan_cache_mode = force_generic_plan",
  "SET LOCAL enable_seqscan = off",
  "RESET ALL",
];

/** Makes statements without end, the same ones for the same chance and material. */
export function statementsOf(chance: Chance, material: SqlMaterial): () => Statement {
  const { below, is, of } = chance;
  const { foreign, own, functions } = material;
  const parts = sqlParts(chance, material);
  const { name, table, list, condition, asText, select, newRow, assignment, plain } = parts;
  const writable = () => table(({ columns }) => columns.some(({ mayUpdate }) => mayUpdate));
  const fillable = () => table(({ mayInsert }) => mayInsert);
  const lock = () => `FOR ${of(["UPDATE", "NO KEY UPDATE", "SHARE", "KEY SHARE"])}`;

  /** What is returned must also be visible, so that a write without it is judged as such. */
  const returning = (what: string) => (is(0.5) ? ` RETURNING ${what}` : "");

  const update = () => {
    const t = writable();
    const where = is(0.7) ? ` WHERE ${condition(t, "t")}` : "";
    return `UPDATE ${t.name} t SET ${assignment(t)}${where}${returning(`t.${t.key}`)}`;
  };
  const remove = () => {
    const t = table(({ mayDelete }) => mayDelete);
    const using = table();
    return is(0.3)
      ? `DELETE FROM ${t.name} t USING ${using.name} u WHERE ${condition(t, "t")} AND ${condition(using, "u")}${returning("u::text")}`
      : `DELETE FROM ${t.name} t WHERE ${condition(t, "t")}${returning("t::text")}`;
  };
  const insert = () => {
    const t = fillable();
    return `INSERT INTO ${t.name} ${newRow(t)}${returning("*")}`;
  };
  const withReturning = (sql: string) => (sql.includes(" RETURNING ") ? sql : `${sql} RETURNING *`);
  const upsert = () => {
    const t = table(({ mayInsert, mayUpdate }) => mayInsert && mayUpdate);
    const key = t.columns.some((column) => column.name === "id") ? "tenant_id, id" : "";
    const action = key
      ? `(${key}) DO UPDATE SET ${assignment(t)} WHERE ${condition(t, t.name)}`
      : "DO NOTHING";
    return `INSERT INTO ${t.name} ${newRow(t)} ON CONFLICT ${is(0.3) ? "DO NOTHING" : action}${returning("*")}`;
  };
  const merge = () => {
    const t = table(({ mayInsert, mayUpdate, mayDelete }) => mayInsert && mayUpdate && mayDelete);
    const columns = t.columns.map((column) => column.name);
    const values = columns.map((column) => `s.${column}`);
    const on = t.columns
      .filter((column) => column.name === t.key || column.name === "id" || is(0.1))
      .map((column) => `t.${column.name} = s.${column.name}`);
    return `MERGE INTO ${t.name} t USING (${newRow(t)}) s ON ${on.join(" AND ")}
      WHEN MATCHED THEN ${of(["DELETE", "DO NOTHING", `UPDATE SET ${assignment(t)}`])}
      WHEN NOT MATCHED THEN INSERT (${columns}) VALUES (${values})${returning("merge_action(), t.*")}`;
  };
  const join = () => {
    const [t, u] = [table(), table()];
    const kind = of(["JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "CROSS JOIN LATERAL"]);
    const on = is(0.5) ? `t.${t.key} = u.${u.key}` : "TRUE";
    return kind.endsWith("LATERAL")
      ? `SELECT ${list(t, "t")}, u.told FROM ${t.name} t ${kind} (${asText(u).replaceAll("t.", "t.")} LIMIT 3) u`
      : `SELECT ${list(t, "t")}, ${list(u, "u")} FROM ${t.name} t ${kind} ${u.name} u ON ${on} WHERE ${condition(t, "t")} LIMIT 200`;
  };
  const call = () => {
    const { name: called, takes } = of(functions);
    const rows = Object.values(is(0.5) ? foreign : own).flat();
    const values = takes.map((type) => {
      const known = rows.flatMap((row) => [row["slug"], row["host"], row["id"], row["email"]]);
      const some = known.filter((value) => typeof value === "string");
      return is(0.2) ? `NULL::${type}` : `${literal(of(some) as string)}::${type}`;
    });
    return { sql: `SELECT * FROM ${called}(${values})`, mayTell: PUBLIC[called] };
  };
  const leaky = () => {
    const t = table();
    const column = of(plain(t));
    return of([
      `SELECT * FROM ${t.name} t WHERE t.${column.name}::text::int > 0`,
      `SELECT 1 / (length(t.${column.name}::text) - ${below(40)}) FROM ${t.name} t`,
      `SELECT count(*) FROM ${t.name} t WHERE (t::text)::json IS NOT NULL`,
    ]);
  };

  const asA = (sql: string): Pick<Statement, "steps"> => ({ steps: [{ as: "A", sql }] });
  const kinds: [weight: number, kind: string, make: () => Omit<Statement, "kind">][] = [
    [16, "select", () => asA(select())],
    [4, "select as nobody", () => ({ steps: [{ as: "nobody", sql: select() }] })],
    [9, "join", () => asA(join())],
    [
      8,
      "with",
      () =>
        asA(
          `WITH x AS ${is(0.5) ? "MATERIALIZED " : ""}(${select()}), y AS (${asText(table())}) SELECT * FROM x, y LIMIT 100`,
        ),
    ],
    [
      7,
      "aggregate",
      () => {
        const t = table();
        const [column, group] = [of(plain(t)).name, of(plain(t)).name];
        return asA(
          `SELECT ${group}, count(*), string_agg(t::text, '|'), min(${column}::text), array_agg(to_jsonb(t)) FROM ${t.name} t WHERE ${condition(t, "t")} GROUP BY ${is(0.3) ? `ROLLUP (${group})` : group}${is(0.3) ? " HAVING count(*) > 1" : ""}`,
        );
      },
    ],
    [
      8,
      "set operation",
      () =>
        asA(
          `${asText(table())} ${of(["UNION", "UNION ALL", "EXCEPT", "INTERSECT"])} ${asText(table())}`,
        ),
    ],
    [
      6,
      "window",
      () => {
        const t = table();
        const [one, other] = [of(plain(t)).name, of(plain(t)).name];
        return asA(
          `SELECT t::text, count(*) OVER (PARTITION BY ${one}), lag(t::text) OVER (ORDER BY ${other}::text), first_value(t::text) OVER () FROM ${t.name} t`,
        );
      },
    ],
    [
      6,
      "subquery",
      () => {
        const [t, u] = [table(), table()];
        return asA(
          `SELECT (SELECT string_agg(u::text, '|') FROM ${u.name} u WHERE u.${u.key} = t.${t.key}), ARRAY(${asText(u)}) FROM ${t.name} t WHERE ${condition(t, "t")}`,
        );
      },
    ],
    [8, "insert", () => asA(insert())],
    [6, "on conflict", () => asA(upsert())],
    [10, "update", () => asA(update())],
    [
      4,
      "update from",
      () => {
        const [t, u] = [writable(), table()];
        return asA(
          `UPDATE ${t.name} t SET ${assignment(t)} FROM ${u.name} u WHERE ${condition(t, "t")} AND ${condition(u, "u")} RETURNING u::text`,
        );
      },
    ],
    [6, "delete", () => asA(remove())],
    [5, "merge", () => asA(merge())],
    [
      4,
      "with that writes",
      () =>
        asA(
          `WITH changed AS (${withReturning(of([update, remove, insert])())}) SELECT changed::text, (SELECT count(*) FROM ${table().name}) FROM changed`,
        ),
    ],
    [
      4,
      "copy out",
      () => {
        const t = table();
        const what = is(0.5) ? t.name : `(${select()})`;
        return {
          steps: [
            { as: "A", sql: `COPY ${what} TO STDOUT${is(0.3) ? " (FORMAT csv)" : ""}`, copy: "" },
          ],
        };
      },
    ],
    [
      2,
      "copy in",
      () => {
        const t = fillable();
        const id = is(0.5) ? material.b : material.a;
        return {
          steps: [{ as: "A", sql: `COPY ${t.name} (${t.key}) FROM STDIN`, copy: `${id}\n` }],
        };
      },
    ],
    [
      5,
      "function",
      () => {
        const { sql, mayTell } = call();
        return { ...asA(sql), mayTell };
      },
    ],
    [
      4,
      "own function",
      () => {
        const made = `pg_temp.${name("f")}`;
        const definer = is(0.5) ? " SECURITY DEFINER" : "";
        return {
          steps: [
            {
              as: is(0.5) ? "B" : "A",
              sql: `CREATE FUNCTION ${made}() RETURNS SETOF text LANGUAGE plpgsql${definer} AS $f$ BEGIN RETURN QUERY ${asText(table())}; END $f$`,
            },
            { as: "A", sql: `SELECT * FROM ${made}()` },
            { as: "A", sql: `DROP FUNCTION ${made}` },
          ],
        };
      },
    ],
    [
      5,
      "view",
      () => {
        const made = name("v");
        const invoker = is(0.5)
          ? " WITH (security_invoker)"
          : is(0.5)
            ? " WITH (security_barrier)"
            : "";
        return {
          steps: [
            {
              as: is(0.5) ? "B" : "A",
              sql: `CREATE TEMP VIEW ${made}${invoker} AS ${is(0.5) ? asText(table()) : `SELECT * FROM ${table().name}`}`,
            },
            { as: "A", sql: `SELECT v::text FROM ${made} v` },
            { as: "A", sql: `DROP VIEW ${made}` },
          ],
        };
      },
    ],
    [
      4,
      "temporary table",
      () => {
        const [made, t] = [name("t"), table()];
        return asA(
          `CREATE TEMP TABLE ${made} ON COMMIT DROP AS ${select(t)}; SELECT x::text FROM ${made} x; SELECT count(*) FROM ${made}`,
        );
      },
    ],
    [
      6,
      "prepared",
      () => {
        const [made, t] = [name("p"), writable()];
        const sql = is(0.3)
          ? update()
          : `SELECT t::text FROM ${t.name} t WHERE ${condition(t, "t")} AND $1::int = 1`;
        const takes = sql.includes("$1") ? "(1)" : "";
        const twice: Step[] = is(0.5) && takes ? [{ as: "B", sql: `EXECUTE ${made}${takes}` }] : [];
        const generic = is(0.5) ? "SET LOCAL plan_cache_mode = force_generic_plan; " : "";
        return {
          steps: [
            { as: is(0.6) ? "B" : "A", sql: `PREPARE ${made}${takes && "(int)"} AS ${sql}` },
            ...twice,
            { as: "A", sql: `${generic}EXECUTE ${made}${takes}` },
            { as: "nobody", sql: `EXECUTE ${made}${takes}` },
            { as: "A", sql: `DEALLOCATE ${made}` },
          ],
        };
      },
    ],
    [
      4,
      "cursor",
      () => {
        const made = name("c");
        return asA(
          `DECLARE ${made} SCROLL CURSOR FOR ${select()}; FETCH ALL ${made}; MOVE FIRST ${made}; FETCH BACKWARD ALL ${made}; CLOSE ${made}`,
        );
      },
    ],
    [
      5,
      "do",
      () => {
        const work = of([
          `${update().replace(/ RETURNING .*$/s, "")};`,
          `RAISE EXCEPTION '%', (SELECT string_agg(told, '|') FROM (${asText(table())}) x);`,
          `EXECUTE 'SELECT count(*) FROM ${table().name}';`,
          `PERFORM * FROM ${table().name} t ${lock()};`,
        ]);
        return asA(`DO $do$ BEGIN ${work} END $do$`);
      },
    ],
    [3, "setting", () => asA(`${of(SETTINGS)}; ${select()}`)],
    [
      5,
      "lock",
      () => {
        const t = writable();
        return asA(
          of([
            `SELECT t::text FROM ${t.name} t WHERE ${condition(t, "t")} ${lock()} ${of(["", "SKIP LOCKED", "NOWAIT"])}`,
            `SELECT t::text FROM ${t.name} t, ${table().name} u ${lock()} OF t`,
            `SELECT pg_advisory_xact_lock(${below(100)}), pg_try_advisory_xact_lock(1)`,
            `LOCK TABLE ${t.name} IN ${of(["ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE"])} MODE`,
          ]),
        );
      },
    ],
    [3, "leaky", () => asA(leaky())],
    [2, "explain", () => asA(`EXPLAIN (ANALYZE, VERBOSE, TIMING off) ${select()}`)],
    [2, "sample", () => asA(`SELECT t::text FROM ${table().name} t TABLESAMPLE SYSTEM (100)`)],
    [1, "statistics", () => asA("SELECT * FROM pg_stats WHERE schemaname = 'public'")],
  ];
  const bag = kinds.flatMap(([weight, ...rest]) => Array<typeof rest>(weight).fill(rest));
  return () => {
    const [kind, make] = of(bag);
    return { kind, ...make() };
  };
}
