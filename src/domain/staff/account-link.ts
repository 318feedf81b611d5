import type { TenantRecord } from "../../db/index.ts";

/** The pages that a link leads to. */
export type AccountPage = "invitation" | "password-reset";

export type AccountLink = (tenant: TenantRecord, page: AccountPage, token: string) => string;

export interface AccountAddress {
  /** Of the pages: {host} and {slug} stand for those of the dealership. Null for our own pages. */
  url: string | null;
  baseDomain: string;
  /** A dealership's own domain need not lead to a developer's machine. */
  isDevelopment: boolean;
  port: number;
}

/**
 * Makes links that carry their token in the fragment, which browsers keep to themselves: it is in
 * no access log and no Referer.
 */
export function createAccountLink({
  url,
  baseDomain,
  isDevelopment,
  port,
}: AccountAddress): AccountLink {
  const base = url ?? (isDevelopment ? `http://{host}:${port}/account` : "https://{host}/account");
  return ({ slug, hosts }, page, token) => {
    const own = `${slug}.${baseDomain}`;
    const host = isDevelopment ? own : (hosts[0] ?? own);
    const address = base.replaceAll("{host}", host).replaceAll("{slug}", slug);
    return `${address.replace(/\/+$/, "")}/${page}#token=${token}`;
  };
}
