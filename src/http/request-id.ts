const GIVEN_ID = /^[A-Za-z0-9._-]{8,64}$/;

/** The id that a client gave its request, if it is one, or a new one. */
export const requestIdOf = (given: string | null | undefined): string =>
  given && GIVEN_ID.test(given) ? given : Bun.randomUUIDv7();
