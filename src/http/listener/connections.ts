import type { Socket } from "bun";
import type { Logger } from "../../infra/logger.ts";
import { plainAddress } from "../client-address.ts";
import type { FrontDoor } from "../front-door.ts";
import { type Fetch, makeAnswer, readRequest } from "./make-answer.ts";
import { type Get, readFields, readGet } from "./read-get.ts";
import { createRelay, type Relay } from "./relay.ts";
import { createSender, type Sender } from "./sender.ts";
import type { Behind } from "./upstream.ts";
import { sendTogether, writeAnswer } from "./write-answer.ts";

/** One of a client. */
export interface Connection {
  address: string;
  sender: Sender;
  relay: Relay | null;
  /** Whether an answer to it is being made here. */
  isMade: boolean;
  /** What came while an answer was still being made or taken. */
  unread: Buffer | null;
  /** Whether the server behind takes no more for now. */
  isHeldUp: boolean;
  /** The look at which something was last sent or taken. */
  activeAt: number;
}

/** Looks that a connection may rest for. */
const LOOKS_AT_REST = 2;

/** Connections of clients, each from its first byte to its end. */
export interface Connections {
  accept(socket: Socket<Connection>): void;
  receive(socket: Socket<Connection>, bytes: Buffer): void;
  /** There is room for more to be sent. */
  drain(socket: Socket<Connection>): void;
  close(socket: Socket<Connection>): void;
  /** Ends those that have rested for two looks, and those that took nothing meanwhile. */
  look(): void;
  /** Ends those that rest, and the others once they do; resolves when the last is closed. */
  stop(): Promise<void>;
  terminate(): void;
}

/**
 * Gives each request what the door has ready for it, has what the public API answers made in this
 * process, and passes everything else on.
 */
export function createConnections(options: {
  frontDoor: FrontDoor;
  fetch: Fetch;
  behind: Behind;
  log: Logger;
}): Connections {
  const { frontDoor, fetch, behind, log } = options;
  const connections = new Map<Socket<Connection>, Connection>();
  const stopped = Promise.withResolvers<void>();
  let isStopping = false;
  let looks = 0;

  const isAtRest = ({ relay, sender, isMade }: Connection) =>
    !relay?.isBusy && !sender.isWaiting && !isMade;

  function accept(socket: Socket<Connection>): void {
    const connection: Connection = {
      ...{ address: plainAddress(socket.remoteAddress), sender: createSender(socket), relay: null },
      ...{ isMade: false, unread: null, isHeldUp: false, activeAt: looks },
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
        const rest = bytes.subarray(at);
        const request = fields && readRequest(get.target, fields);
        if (request) make(socket, request, rest.subarray(get.end - at));
        else passOn(socket, rest, fields !== null && get?.end === text.length);
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

  /** @param rest what came after the request. */
  function make(socket: Socket<Connection>, request: Request, rest: Buffer): void {
    const connection = socket.data;
    const { sender, address } = connection;
    connection.isMade = true;
    if (rest.length > 0) keepUnread(socket, rest);
    makeAnswer(fetch, request, address)
      .then(({ head, body }) => {
        connection.isMade = false;
        // Of a client that left nothing is passed on: nobody would end it.
        if (!connections.has(socket)) return;
        connection.activeAt = looks;
        sendTogether(head, body, sender.send);
        goOn(socket);
        if (isStopping && isAtRest(connection)) sender.end();
      })
      .catch((err: unknown) => {
        log.error({ err }, "an answer could not be made");
        socket.terminate();
      });
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
    const { isHeldUp, sender, unread, isMade } = socket.data;
    if (isHeldUp || isMade || (unread && sender.isWaiting)) return;
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
    else if (connection.isMade || connection.sender.isWaiting) keepUnread(socket, bytes);
    else answer(socket, connection, bytes);
  }

  function close(socket: Socket<Connection>): void {
    connections.get(socket)?.relay?.leave();
    connections.delete(socket);
    if (isStopping && connections.size === 0) stopped.resolve();
  }

  return {
    accept,
    receive,
    close,
    drain: (socket) => {
      const { sender, relay } = socket.data;
      socket.data.activeAt = looks;
      if (!sender.drain()) return;
      relay?.resume();
      goOn(socket);
      if (isStopping && isAtRest(socket.data)) sender.end();
    },
    look: () => {
      looks += 1;
      for (const [socket, connection] of connections) {
        if (looks - connection.activeAt <= LOOKS_AT_REST) continue;
        if (connection.sender.isWaiting) socket.terminate();
        else if (isAtRest(connection)) socket.end();
      }
    },
    stop: () => {
      isStopping = true;
      for (const [socket, connection] of connections) if (isAtRest(connection)) socket.end();
      if (connections.size === 0) stopped.resolve();
      return stopped.promise;
    },
    terminate: () => {
      for (const socket of connections.keys()) socket.terminate();
    },
  };
}
