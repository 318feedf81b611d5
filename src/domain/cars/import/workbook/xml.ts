import { Parser } from "htmlparser2";
import { badStockFile } from "../stock-file.ts";

/** What happens in a document; names come without their prefix. */
export interface XmlHandler {
  open?(name: string, attributes: Record<string, string>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Characters without any element or text between them; beyond it this is no part of a workbook. */
const LONGEST_TAG = 1_000_000;

const localName = (name: string) => name.slice(name.indexOf(":") + 1);

/**
 * Hands a document over piece by piece, and stops after each for whoever takes what came of it.
 * Entities of its own are not expanded.
 */
export async function* readXml(
  bytes: AsyncIterable<Uint8Array>,
  handler: XmlHandler,
): AsyncGenerator<void> {
  let quiet = 0;
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        quiet = 0;
        handler.open?.(localName(name), attributes);
      },
      ontext: (text) => {
        quiet = 0;
        handler.text?.(text);
      },
      onclosetag: (name) => {
        quiet = 0;
        handler.close?.(localName(name));
      },
    },
    { xmlMode: true },
  );
  const decoder = new TextDecoder();
  const write = (text: string) => {
    quiet += text.length;
    parser.write(text);
    if (quiet > LONGEST_TAG) throw badStockFile("The workbook is damaged; save it again.");
  };
  for await (const chunk of bytes) {
    write(decoder.decode(chunk, { stream: true }));
    yield;
  }
  write(decoder.decode());
  parser.end();
  yield;
}

/** Reads a document to its end. */
export async function readWholeXml(
  bytes: AsyncIterable<Uint8Array>,
  handler: XmlHandler,
): Promise<void> {
  for await (const _ of readXml(bytes, handler));
}
