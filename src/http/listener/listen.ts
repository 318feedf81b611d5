import type { Socket, TCPSocketListenOptions } from "bun";
import type { Logger } from "../../infra/logger.ts";
import { plainAddress } from "../client-address.ts";
import type { FrontDoor } from "../front-door.ts";
import { type Get, readFields, readGet } from "./read-get.ts";
import { createRelay, type Relay } from "./relay.ts";
import { createSender, type Sender } from "./sender.ts";
import type { Behind } from "./upstream.ts";
import { writeAnswer } from "./write-answer.ts";

export interface Listener {
  port: number;
  /** Takes no more connections, ends those that rest; resolves when the last has ended. */
  stop(): Promise<void>;
  /** Ends all connections at once. */
  terminate(): void;
}

interface Connection {
  address: string;
  sender: Sender;
  relay: Relay | null;
  /** What came while an answer was still being taken. */
  unread: Buffer | null;
  /** Whether the server behind takes no more for now. */
  isHeldUp: boolean;
  /** The look at which something was last sent or taken. */
  activeAt: number;
}

/** Of the looks for connections that rest, so many one may rest for. */
const LOOKS_AT_REST = 2;

/** For both versions of IP, or for IPv4 where there is no other. */
function listenOnAll(options: Omit<TCPSocketListenOptions<Connection>, "hostname">) {
  try {
    return Bun.listen<Connection>({ ...options, hostname: "::" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") throw error;
    return Bun.listen<Connection>({ ...options, hostname: "0.0.0.0" });
  }
}

/**
 * Listens in front of the server: answers by itself what its door has ready for a GET of the
 * plainest form, and passes everything else on, byte for byte.
 * @throws when the port is taken.
 */
export function listen(options: {
  port: number;
  /** With other processes, on Linux. */
  sharesPort: boolean;
  frontDoor: FrontDoor;
  behind: Behind;
  log: Logger;
  /** Milliseconds between two looks for connections that rest. */
  lookInterval?: number;
}): Listener {
  const { frontDoor, behind, log, lookInterval = 5_000 } = options;
  const connections = new Map<Socket<Connection>, Connection>();
  const stopped = Promise.withResolvers<void>();
  let isStopping = false;
  let looks = 0;

  const isAtRest = ({ relay, sender }: Connection) => !relay?.isBusy && !sender.isWaiting;

  function accept(socket: Socket<Connection>): void {
    const connection: Connection = {
      ...{ address: plainAddress(socket.remoteAddress), sender: createSender(socket), relay: null },
      ...{ unread: null, isHeldUp: false, activeAt: looks },
    };
    socket.data = connection;
    connections.set(socket, connection);
  }

  function find({ target }: Get, headers: Record<string, string>, peer: string) {
    try {
      return frontDoor({ target, headers, peer });
    } catch (err) {
      log.error({ err }, "a ready answer could not be given");
      return null;
    }
  }

  function answer(socket: Socket<Connection>, connection: Connection, bytes: Buffer): void {
    const { sender, address } = connection;
    const text = bytes.toString("latin1");
    for (let at = 0; at < text.length; ) {
      const get = readGet(text, at);
      const fields = get && readFields(get.lines);
      const found = fields && find(get, fields, address);
      if (!found) {
        passOn(socket, bytes.subarray(at), fields !== null && get?.end === text.length);
        return;
      }
      writeAnswer(found, sender.send);
      at = get.end;
      if (sender.isWaiting && at < text.length) {
        keepUnread(socket, bytes.subarray(at));
        return;
      }
    }
    if (isStopping) sender.end();
  }

  function keepUnread(socket: Socket<Connection>, bytes: Buffer): void {
    const { unread } = socket.data;
    socket.data.unread = unread ? Buffer.concat([unread, bytes]) : bytes;
    socket.pause();
  }

  function passOn(socket: Socket<Connection>, bytes: Buffer, isOneGet: boolean): void {
    const connection = socket.data;
    connection.relay ??= relayFor(socket);
    if (connection.relay.pass(bytes, isOneGet)) return;
    connection.isHeldUp = true;
    socket.pause();
  }

  function relayFor(socket: Socket<Connection>): Relay {
    const connection = socket.data;
    const { address, sender } = connection;
    return createRelay(behind, {
      address,
      take: (bytes) => {
        if (!sender.isWaiting) connection.activeAt = looks;
        return sender.send(bytes, bytes.length, true);
      },
      onRoom: () => {
        connection.isHeldUp = false;
        goOn(socket);
      },
      onAnswered: () => {
        connection.activeAt = looks;
        if (isStopping) sender.end();
      },
      onLeft: (err) => {
        if (err) log.warn({ err }, "the server behind cannot be reached");
        sender.end();
      },
    });
  }

  /** Reads again, once what held it up is over. */
  function goOn(socket: Socket<Connection>): void {
    const { isHeldUp, sender, unread } = socket.data;
    if (isHeldUp || (unread && sender.isWaiting)) return;
    socket.data.unread = null;
    socket.resume();
    if (unread) receive(socket, unread);
  }

  function receive(socket: Socket<Connection>, bytes: Buffer): void {
    const connection = socket.data;
    // Nothing is answered after the last answer.
    if (connection.sender.isEnding) return;
    connection.activeAt = looks;
    if (connection.relay?.isBusy) passOn(socket, bytes, false);
    else if (connection.sender.isWaiting) keepUnread(socket, bytes);
    else answer(socket, connection, bytes);
  }

  function close(socket: Socket<Connection>): void {
    connections.get(socket)?.relay?.leave();
    connections.delete(socket);
    if (isStopping && connections.size === 0) stopped.resolve();
  }

  const listener = listenOnAll({
    port: options.port,
    ...{ reusePort: options.sharesPort },
    socket: {
      open: accept,
      data: receive,
      drain: (socket) => {
        socket.data.activeAt = looks;
        if (!socket.data.sender.drain()) return;
        socket.data.relay?.resume();
        goOn(socket);
        if (isStopping && isAtRest(socket.data)) socket.data.sender.end();
      },
      close,
      error: (socket, err) => {
        // What the system says of a connection has a code; everything else is a fault of ours.
        log["code" in err ? "debug" : "error"]({ err }, "a connection broke");
        socket.terminate();
      },
    },
  });

  const look = setInterval(() => {
    looks += 1;
    for (const [socket, connection] of connections) {
      if (looks - connection.activeAt <= LOOKS_AT_REST) continue;
      if (connection.sender.isWaiting) socket.terminate();
      else if (isAtRest(connection)) socket.end();
    }
  }, lookInterval);
  look.unref();

  return {
    port: listener.port,
    stop: () => {
      isStopping = true;
      listener.stop();
      clearInterval(look);
      for (const [socket, connection] of connections) if (isAtRest(connection)) socket.end();
      if (connections.size === 0) stopped.resolve();
      return stopped.promise;
    },
    terminate: () => {
      for (const socket of connections.keys()) socket.terminate();
    },
  };
}
