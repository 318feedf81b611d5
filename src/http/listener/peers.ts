import type { Server } from "bun";

/** Who is behind a connection that is passed on: the server behind sees this process as its peer. */
export interface Peers {
  /** @param port of this process, from which the connection is passed on. */
  set(port: number, address: string): void;
  delete(port: number): void;
  /** As the server's own, but the peer is the client's. */
  requestIP: Server<unknown>["requestIP"];
}

/** @param requestIP the server's own. */
export function createPeers(requestIP: Server<unknown>["requestIP"]): Peers {
  const addresses = new Map<number, string>();
  return {
    set: (port, address) => addresses.set(port, address),
    delete: (port) => addresses.delete(port),
    requestIP: (request) => {
      const found = requestIP(request);
      const address = addresses.get(found?.port ?? 0);
      return found && address !== undefined ? { ...found, address } : found;
    },
  };
}
