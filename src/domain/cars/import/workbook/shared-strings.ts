import { badStockFile } from "../stock-file.ts";
import { unescapeText } from "./cell-text.ts";
import type { XmlHandler } from "./xml.ts";

/** Characters; a spreadsheet holds 32,767 in a cell. */
const LONGEST_TEXT = 100_000;

/** Gathers the text of one cell, its runs joined; how its sound is written in Kana is no part of it. */
export class RichText {
  #text = "";
  #isText = false;
  #isSound = false;

  open(name: string): void {
    if (name === "t") this.#isText = !this.#isSound;
    else if (name === "rPh") this.#isSound = true;
  }

  close(name: string): void {
    if (name === "t") this.#isText = false;
    else if (name === "rPh") this.#isSound = false;
  }

  add(text: string): void {
    if (!this.#isText) return;
    this.#text += text;
    if (this.#text.length > LONGEST_TEXT) throw tooLong();
  }

  /** The text so far; the next begins empty. */
  take(): string {
    const text = unescapeText(this.#text);
    this.#text = "";
    return text;
  }
}

export const tooLong = () =>
  badStockFile(
    `A cell holds more than ${LONGEST_TEXT.toLocaleString("en")} characters; shorten it.`,
  );

/** Texts that cells name by number. */
export function sharedStrings(into: string[]): XmlHandler {
  const text = new RichText();
  return {
    open: (name) => text.open(name),
    text: (part) => text.add(part),
    close: (name) => {
      text.close(name);
      if (name === "si") into.push(text.take());
    },
  };
}
