const office = (kind: string) => `application/vnd.openxmlformats-officedocument.${kind}`;

/** What is kept, with the extensions that its files bear; the first is given to a nameless one. */
export const MEDIA_TYPES: Record<string, string[]> = {
  "image/jpeg": ["jpg", "jpeg", "jfif"],
  "image/png": ["png"],
  "image/webp": ["webp"],
  "image/gif": ["gif"],
  "video/mp4": ["mp4", "m4v"],
  "video/3gpp": ["3gp"],
  "audio/ogg": ["ogg", "oga", "opus"],
  "audio/mpeg": ["mp3"],
  "audio/mp4": ["m4a"],
  "audio/aac": ["aac"],
  "audio/amr": ["amr"],
  "application/pdf": ["pdf"],
  [office("wordprocessingml.document")]: ["docx"],
  [office("spreadsheetml.sheet")]: ["xlsx"],
  [office("presentationml.presentation")]: ["pptx"],
  "application/msword": ["doc"],
  "application/vnd.ms-excel": ["xls"],
  "application/vnd.ms-powerpoint": ["ppt"],
  "text/vcard": ["vcf"],
  "text/plain": ["txt"],
};

/** Of a file's name, in lower case; empty where it has none. */
export const extensionOf = (filename: string | null) =>
  /\.([a-z0-9]{1,8})$/i.exec(filename ?? "")?.[1]?.toLowerCase() ?? "";
