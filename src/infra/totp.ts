import { Secret, TOTP } from "otpauth";

/** RFC 6238 as every authenticator app has it. */
const SETTINGS = { algorithm: "SHA1", digits: 6, period: 30 } as const;

/** 160 random bits in base32, as RFC 4226 recommends. */
export const newTotpSeed = (): string => new Secret({ size: 20 }).base32;

/** What an authenticator app reads from a QR code. */
export const totpUri = (seed: string, issuer: string, account: string): string =>
  new TOTP({ ...SETTINGS, issuer, label: account, secret: Secret.fromBase32(seed) }).toString();

/**
 * The step (of 30 seconds, counted from 1970) whose code this is: the present one, the one before
 * or the one after; null when it is none of them.
 */
export function totpStep(seed: string, code: string, now: Date): number | null {
  const timestamp = now.getTime();
  const secret = Secret.fromBase32(seed);
  const delta = TOTP.validate({ ...SETTINGS, secret, token: code, timestamp, window: 1 });
  return delta === null ? null : TOTP.counter({ period: SETTINGS.period, timestamp }) + delta;
}

/** Letters and digits that are hard to mistake, 80 random bits. */
export const newRecoveryCode = (): string => {
  const code = new Secret({ size: 10 }).base32;
  return (code.match(/.{4}/g) ?? []).join("-");
};
