import pg from "pg";
import { type DatabaseWatch, SILENT } from "./database-watch.ts";

type Connected = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  release: (error?: Error | boolean) => void,
) => void;

/**
 * A pool that leaves a silent database: whoever waits for it fails at once, and so does whoever
 * comes while it is silent, as when the connection is lost.
 */
export class WatchedPool extends pg.Pool {
  readonly #watch: DatabaseWatch;
  readonly #held = new Map<pg.PoolClient, () => void>();

  constructor(watch: DatabaseWatch, config: pg.PoolConfig) {
    super(config);
    this.#watch = watch;
    this.on("release", (_error, client) => {
      this.#held.get(client)?.();
      this.#held.delete(client);
    });
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.PoolClient> | undefined {
    const reached = this.#reach();
    if (!callback) return reached;
    reached.then(
      (client) => callback(undefined, client, (error) => client.release(error)),
      (error) => callback(error, undefined, () => {}),
    );
  }

  async #reach(): Promise<pg.PoolClient> {
    if (this.#watch.isSilent()) throw new Error(SILENT);
    const connecting = super.connect();
    let isLeft = false;
    const client = await new Promise<pg.PoolClient>((resolve, reject) => {
      const stop = this.#watch.wait(() => {
        isLeft = true;
        stop();
        reject(new Error(SILENT));
      });
      const connected = (client: pg.PoolClient) => {
        stop();
        if (isLeft) client.release();
        else resolve(client);
      };
      connecting.then(connected, (error) => {
        stop();
        reject(error);
      });
    });
    // Ended with a query under way, it fails that query.
    this.#held.set(
      client,
      this.#watch.wait(() => void client.end().catch(() => {})),
    );
    return client;
  }
}
