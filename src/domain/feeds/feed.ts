import type { Dealer } from "./dealer.ts";
import { type CarRange, FEED_CHUNK, type FeedCar } from "./read-feed-cars.ts";

/** A format in which cars are told one after the other. */
export interface Feed {
  /** The media type, with its charset. */
  type: string;
  begin(dealer: Dealer): string;
  /** Null for a car that whoever reads the feed would refuse. */
  entry(car: FeedCar, dealer: Dealer): string | null;
  end: string;
}

/** How many cars a feed names, and how many it leaves out; counted while it is written. */
export interface FeedTally {
  listed: number;
  leftOut: number;
}

/** Characters of a feed that is kept as a whole, and chunks that may be read for it. */
const LARGEST_KEPT = 1024 * 1024;
const MOST_CHUNKS = 2;

/**
 * Writes a feed chunk by chunk, each read when it is asked for. A car that changes meanwhile is in
 * its former or its new state, and never there twice. A part may be empty.
 */
export async function* writeFeed(
  feed: Feed,
  dealer: Dealer,
  range: CarRange,
  read: (range: CarRange) => Promise<FeedCar[]>,
  tally: FeedTally = { listed: 0, leftOut: 0 },
): AsyncGenerator<string, void> {
  let text = feed.begin(dealer);
  let { after } = range;
  for (;;) {
    const cars = await read({ after, upTo: range.upTo });
    for (const car of cars) {
      const entry = feed.entry(car, dealer);
      if (entry === null) tally.leftOut += 1;
      else tally.listed += 1;
      text += entry ?? "";
    }
    after = cars.at(-1)?.id ?? null;
    if (after === null || cars.length < FEED_CHUNK) break;
    yield text;
    text = "";
  }
  yield text + feed.end;
}

/** All of a feed; null when it is too large to be kept, or too many cars would be read for it. */
export async function wholeFeed(parts: AsyncIterable<string>): Promise<string | null> {
  let text = "";
  let count = 0;
  for await (const part of parts) {
    text += part;
    count += 1;
    if (text.length > LARGEST_KEPT || count > MOST_CHUNKS) return null;
  }
  return text;
}
