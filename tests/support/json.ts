/** The body of an answer, for assertions that fail where it has another shape. */
// biome-ignore lint/suspicious/noExplicitAny: what an assertion reads is checked by the assertion.
export const json = (response: { json(): Promise<unknown> }): Promise<any> => response.json();
