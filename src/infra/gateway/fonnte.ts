import { type Gateway, GatewayFault, type SendOutcome } from "./gateway.ts";

const NOT_CONNECTED = ["ECONNREFUSED", "ENOTFOUND"];

/** Fonnte's HTTP API at `url`. */
export function createFonnteGateway({ url }: { url: string }): Gateway {
  const unsupported = async () => {
    throw new GatewayFault("other", "is not known");
  };
  return {
    send: async (token, { target, message }): Promise<SendOutcome> => {
      try {
        const response = await fetch(new URL("/send", url), {
          method: "POST",
          headers: { Authorization: token },
          body: new URLSearchParams({ target, message }),
          signal: AbortSignal.timeout(15_000),
        });
        const answer = (await response.json()) as {
          status: boolean;
          id?: string[];
          reason?: string;
        };
        if (answer.status) return { kind: "accepted", id: String(answer.id?.[0] ?? "") };
        const isAway = /disconnected/.test(answer.reason ?? "");
        const reason = isAway ? "disconnected" : "target";
        return { kind: "refused", reason, detail: answer.reason ?? "refused" };
      } catch (fault) {
        const { code } = fault as { code?: string };
        const isCertain = NOT_CONNECTED.includes(code ?? "");
        return { kind: isCertain ? "unreachable" : "unknown", detail: code ?? "no answer" };
      }
    },
    validate: unsupported,
    device: unsupported,
    qr: unsupported,
    setWebhooks: unsupported,
  };
}
