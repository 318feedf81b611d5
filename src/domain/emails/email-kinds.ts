export const EMAIL_KINDS = ["invitation", "password_reset"] as const;
export type EmailKind = (typeof EMAIL_KINDS)[number];
