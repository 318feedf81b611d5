import { SaxesParser } from "saxes";

/** An element of a document, by its local name. */
export interface XmlElement {
  name: string;
  namespace: string;
  attributes: Record<string, string>;
  /** Its own text and that of all in it. */
  text: string;
  children: XmlElement[];
}

/** The root of a document. @throws for one that is not well-formed, or has a prefix of no namespace. */
export function parseXml(document: string): XmlElement {
  const top: XmlElement = { name: "", namespace: "", attributes: {}, text: "", children: [] };
  const open = [top];
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ local, uri, attributes }) => {
    const values = Object.entries(attributes).map(([name, { value }]) => [name, value]);
    const element: XmlElement = {
      ...{ name: local, namespace: uri, attributes: Object.fromEntries(values) },
      ...{ text: "", children: [] },
    };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("text", (text) => {
    for (const element of open) element.text += text;
  });
  parser.on("closetag", () => void open.pop());
  parser.write(document).close();
  const [root] = top.children;
  if (!root) throw new Error("a document without an element");
  return root;
}

/** The children of a name. */
export const childrenOf = ({ children }: XmlElement, name: string): XmlElement[] =>
  children.filter((child) => child.name === name);

/** The text of the one child of a name; null when there is none. @throws when there are more. */
export function textOf(element: XmlElement, name: string): string | null {
  const found = childrenOf(element, name);
  if (found.length > 1) throw new Error(`${element.name} has several ${name}`);
  return found[0]?.text ?? null;
}
