/** What no XML document may hold, and no reader of a table expects. */
const UNPRINTABLE = /(?![\t\n])[\p{Cc}\uFFFE\uFFFF]/gu;

const plain = (text: string): string =>
  text.toWellFormed().replace(/\r\n?/g, "\n").replace(UNPRINTABLE, "");

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text as XML and HTML write it, in an element or an attribute. */
export const escaped = (text: string): string =>
  plain(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? "");

/** An element with text in it; nothing for an empty text. */
export const element = (name: string, text: string): string =>
  text ? `<${name}>${escaped(text)}</${name}>` : "";

export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

function field(text: string): string {
  const value = plain(text);
  return /[",\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** A row as RFC 4180 writes it. Programs read it, so that no value is changed for a spreadsheet. */
export const csvRow = (values: string[]): string => `${values.map(field).join(",")}\r\n`;
