import { create } from "content-disposition";
import { extensionOf, MEDIA_TYPES } from "./media-types.ts";

/** What turns the direction of a name, or hides in it. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

interface Named {
  contentType: string;
  filename: string | null;
}

/**
 * A Content-Disposition header (RFC 6266): pictures are shown, anything else is saved, under a name
 * whose extension is one of its type.
 */
export function mediaDisposition({ contentType, filename }: Named): string {
  const extensions = MEDIA_TYPES[contentType] ?? ["bin"];
  const given = (filename ?? "").toWellFormed().replace(INVISIBLE, "").trim() || "file";
  const name = extensions.includes(extensionOf(given)) ? given : `${given}.${extensions[0]}`;
  return create(name, { type: contentType.startsWith("image/") ? "inline" : "attachment" });
}
