export interface BatchOptions<Item, Result> {
  /** Does what a batch asks for, all of it or nothing. @returns a result for each item, in their order. */
  run(items: Item[]): Promise<Result[]>;
  /** Whether a fault is nobody's in particular, so that each item for itself would meet it too. */
  isShared(fault: unknown): boolean;
  /** Bytes that an item holds in memory. */
  sizeOf(item: Item): number;
  /** Items of a batch. */
  largest: number;
  /** Batches under way at once. */
  running: number;
  /** Items, and bytes of them, that may wait. */
  waiting: { items: number; bytes: number };
}

export interface MicroBatches<Item, Result> {
  /**
   * Puts an item into the next batch. It resolves when that is done.
   * @returns null when too many wait already.
   */
  add(item: Item): Promise<Result> | null;
}

interface Waiting<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(fault: unknown): void;
}

/** Bytes of one batch, unless its first item alone is larger. */
const BATCH_BYTES = 4 * 1024 * 1024;

/**
 * Does together what is asked for at about the same time: what comes while the batches under way
 * take up every place makes the next one. In a batch that fails each item is tried for itself.
 */
export function createMicroBatches<Item, Result>(
  options: BatchOptions<Item, Result>,
): MicroBatches<Item, Result> {
  const { run, isShared, sizeOf, largest, running, waiting } = options;
  let line: Waiting<Item, Result>[] = [];
  let bytes = 0;
  let underWay = 0;
  let isAwake = false;

  function wake() {
    if (isAwake || underWay >= running || line.length === 0) return;
    isAwake = true;
    // After whatever else has arrived by now.
    setImmediate(() => {
      isAwake = false;
      while (underWay < running && line.length > 0) void work(nextBatch());
    });
  }

  function nextBatch() {
    let size = 0;
    const fits = line.findIndex(({ item }, at) => {
      size += sizeOf(item);
      return at === largest || (at > 0 && size > BATCH_BYTES);
    });
    const batch = fits === -1 ? line : line.slice(0, fits);
    line = fits === -1 ? [] : line.slice(fits);
    for (const { item } of batch) bytes -= sizeOf(item);
    return batch;
  }

  async function work(batch: Waiting<Item, Result>[]) {
    underWay += 1;
    try {
      await settle(batch);
    } finally {
      underWay -= 1;
      wake();
    }
  }

  async function settle(batch: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await run(batch.map(({ item }) => item));
      for (const [at, { resolve }] of batch.entries()) resolve(results[at] as Result);
    } catch (fault) {
      if (batch.length === 1 || isShared(fault)) {
        for (const { reject } of batch) reject(fault);
        return;
      }
      for (const one of batch) await settle([one]);
    }
  }

  return {
    add: (item) => {
      const size = sizeOf(item);
      if (line.length >= waiting.items || bytes + size > waiting.bytes) return null;
      bytes += size;
      const result = new Promise<Result>((resolve, reject) => {
        line.push({ item, resolve, reject });
      });
      wake();
      return result;
    },
  };
}
