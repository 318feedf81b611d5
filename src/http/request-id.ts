const GIVEN_ID = /^[A-Za-z0-9._-]{8,64}$/;

const PROCESS = `${Bun.randomUUIDv7("hex").replaceAll("-", "")}-`;
let requests = 0;

/** The id that a client gave its request, if it is one, or a new one: this process's, and a number. */
export function requestIdOf(given: string | null | undefined): string {
  if (given && GIVEN_ID.test(given)) return given;
  requests += 1;
  return PROCESS + requests.toString(36);
}
