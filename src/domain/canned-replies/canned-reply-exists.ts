import { conflict } from "../errors.ts";

export const cannedReplyExists = () =>
  conflict("CANNED_REPLY_EXISTS", "There is a canned reply of this name already.", [
    { path: "name", message: "is another one's" },
  ]);
