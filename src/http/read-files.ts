import { invalid } from "../domain/errors.ts";
import { type FormLimits, readForm } from "./read-form.ts";

export interface FilesLimits extends FormLimits {
  /** The field that each file is sent in. */
  field: string;
}

export interface FileOfForm {
  name: string;
  /** Null of a file that is too large. */
  bytes: Uint8Array | null;
}

/**
 * The files of a form that has nothing else, as readForm reads them.
 * @throws as readForm; DomainError invalid for another field or for too many files.
 */
export async function* readFiles(
  request: Request,
  { field, ...limits }: FilesLimits,
): AsyncGenerator<FileOfForm> {
  let n = 0;
  for await (const { name, filename, bytes } of readForm(request, limits)) {
    if (name !== field) throw invalid(name, "is not a known field");
    if (filename === undefined) throw invalid(`${field}.${n}`, "must be a file");
    if (n === limits.most) throw invalid(field, `must be at most ${limits.most}`);
    yield { name: filename, bytes };
    n += 1;
  }
}
