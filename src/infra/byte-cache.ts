import { createDoorkeeper } from "./doorkeeper.ts";

/** What is kept of one key, and what it takes. */
interface Slot<Value> {
  value: Value;
  bytes: number;
  /** Asked for since it was last passed over. */
  isUsed: boolean;
}

interface Share<Value> {
  slots: Map<string, Slot<Value>>;
  bytes: number;
}

export interface ByteCache<Value> {
  get(owner: string, key: string): Value | undefined;
  /**
   * Keeps a value; one that takes more than an eighth of the cache is not kept.
   * @returns false where the cache is half full and the key is a new one: it is kept the next time.
   */
  set(owner: string, key: string, value: Value, bytes: number): boolean;
  /** What a value takes by now. */
  resize(owner: string, key: string, bytes: number): void;
  readonly bytes: number;
}

/** Bytes that a key costs besides its value, by the memory that many small ones were seen to take. */
const OVERHEAD = 500;
/** Of the cache, given up at a time, so that the search for whom to take it from is rare. */
const STEP = 1 / 32;

/**
 * Values under keys of several owners, in this process, in at most `maxBytes`. When it is full, it
 * is whoever holds most that loses what was not asked for lately: an owner's flood costs that owner.
 * From the half on it takes in what comes a second time: what is asked for once pushes nothing out.
 */
export function createByteCache<Value>(maxBytes: number): ByteCache<Value> {
  const shares = new Map<string, Share<Value>>();
  const cameBefore = createDoorkeeper();
  let total = 0;

  function remove(share: Share<Value>, key: string, slot: Slot<Value>): void {
    share.slots.delete(key);
    share.bytes -= slot.bytes;
    total -= slot.bytes;
  }

  function largest(): [string, Share<Value>] | undefined {
    let found: [string, Share<Value>] | undefined;
    for (const entry of shares) if (!found || entry[1].bytes > found[1].bytes) found = entry;
    return found;
  }

  /** Each slot that was asked for is passed over once; it then lies behind the others. */
  function shrink(share: Share<Value>, bytes: number): void {
    for (const [key, slot] of share.slots) {
      if (share.bytes <= bytes) return;
      if (slot.isUsed) {
        slot.isUsed = false;
        share.slots.delete(key);
        share.slots.set(key, slot);
      } else remove(share, key, slot);
    }
  }

  function makeRoom(): void {
    while (total > maxBytes) {
      const [owner, share] = largest() ?? [];
      if (!owner || !share) return;
      shrink(share, Math.max(0, share.bytes - maxBytes * STEP));
      if (share.slots.size === 0) shares.delete(owner);
    }
  }

  return {
    get: (owner, key) => {
      const slot = shares.get(owner)?.slots.get(key);
      if (!slot) return undefined;
      slot.isUsed = true;
      return slot.value;
    },
    set: (owner, key, value, size) => {
      const bytes = size + 2 * key.length + OVERHEAD;
      const share = shares.get(owner) ?? { slots: new Map(), bytes: 0 };
      const former = share.slots.get(key);
      if (former) remove(share, key, former);
      if (bytes > maxBytes / 8) return true;
      if (!former && total > maxBytes / 2 && !cameBefore(owner, key)) return false;
      share.slots.set(key, { value, bytes, isUsed: false });
      share.bytes += bytes;
      total += bytes;
      shares.set(owner, share);
      makeRoom();
      return true;
    },
    resize: (owner, key, size) => {
      const share = shares.get(owner);
      const slot = share?.slots.get(key);
      if (!share || !slot) return;
      const bytes = size + 2 * key.length + OVERHEAD;
      share.bytes += bytes - slot.bytes;
      total += bytes - slot.bytes;
      slot.bytes = bytes;
      makeRoom();
    },
    get bytes() {
      return total;
    },
  };
}
