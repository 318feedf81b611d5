/** Redis of this run, or undefined where there is none and its tests are skipped. */
export const testRedisUrl = process.env["TEST_REDIS_URL"];
