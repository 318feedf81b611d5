import { isApiKey } from "../domain/api-keys/api-key-text.ts";

type Asked = Record<string, string | undefined>;

/** Fetched before anybody looks at it, and perhaps never looked at. */
const isInAdvance = (asked: Asked): boolean =>
  asked["sec-purpose"] !== undefined ||
  asked["purpose"] === "prefetch" ||
  asked["x-moz"] === "prefetch";

/** By staff, with the token of their login; a site that renders on a server has an API key. */
const isByStaff = ({ authorization }: Asked): boolean =>
  authorization !== undefined && !isApiKey(authorization.replace(/^Bearer /i, ""));

/**
 * Whether somebody looks at what a GET asks for: a visitor's browser, or a site that renders for one
 * and passes on what the browser calls itself, as X-Visitor-User-Agent.
 * @param asked its headers, in lower case.
 */
export const isVisit = (
  asked: Asked,
  isRobot: (userAgent: string | undefined) => boolean,
): boolean =>
  !isRobot(asked["x-visitor-user-agent"] ?? asked["user-agent"]) &&
  !isInAdvance(asked) &&
  !isByStaff(asked);
