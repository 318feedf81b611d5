import { isbot } from "isbot";

/** Names that are known at once; a flood of others only has them looked at again. */
const MOST_KNOWN = 5_000;
/** Characters; browsers call themselves by fewer. */
const LONGEST = 400;

/**
 * Tells by what a client calls itself (User-Agent) whether it is none that somebody looks at: a
 * crawler, a preview, a program, or without a name. Each name is looked at once.
 */
export function createRobotCheck(): (userAgent: string | undefined) => boolean {
  const known = new Map<string, boolean>();
  return (userAgent) => {
    if (userAgent === undefined || userAgent.length > LONGEST) return true;
    const found = known.get(userAgent);
    if (found !== undefined) return found;
    const isRobot = userAgent === "" || isbot(userAgent);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(userAgent, isRobot);
    return isRobot;
  };
}
