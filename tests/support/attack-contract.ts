import { expect } from "bun:test";
import { ROUTE_CASES } from "../isolation/route-cases.ts";
import { connect } from "./attack-database.ts";
import { openDealership } from "./attack-dealership.ts";
import {
  type Ask,
  bodyOf,
  isForStaff,
  type NamedOperation,
  operationsOf,
  pathOf,
  readDocument,
} from "./attack-operations.ts";
import { createTestApp } from "./test-app.ts";

export interface Refusal {
  status: number;
  code?: string;
  requestId?: string;
  errors?: { path: string; message: string }[];
}

/** One dealership whose owner asks for what is right but for one thing. */
export async function openContract() {
  const app = createTestApp();
  const owner = await connect(app.ownerUrl);
  const dealership = await openDealership(app, owner);
  const document = await readDocument(app);
  const operations = operationsOf(document).filter(({ key }) => ROUTE_CASES[key]);

  /** Sends a request of the owner; an answer above 399 must be a whole problem. */
  async function ask(
    { method, template, security }: NamedOperation,
    request: Ask,
    init: {
      body?: string | Uint8Array<ArrayBuffer> | ReadableStream;
      headers?: Record<string, string>;
    } = {},
  ): Promise<Refusal> {
    const response = await app.send(dealership.host, pathOf(template, request), {
      method,
      body: init.body ?? bodyOf(request),
      headers: {
        ...(isForStaff({ security }) && { Authorization: `Bearer ${dealership.tokens.owner}` }),
        ...request.headers,
        ...init.headers,
      },
    });
    if (response.status < 400) return { status: response.status };
    expect(response.headers.get("Content-Type")).toBe("application/problem+json");
    const problem = (await response.json()) as Refusal;
    expect(problem.status).toBe(response.status);
    expect(problem.requestId).toBe(response.headers.get("X-Request-Id") ?? "none");
    return problem;
  }

  return {
    ...{ document, operations, ask },
    goodAsk: ({ key }: NamedOperation): Ask => ROUTE_CASES[key]?.ask(dealership) ?? {},
    forgetRate: () => app.deps.rateLimits.admin.reset(`${dealership.id}:${dealership.staff.owner}`),
    close: async () => {
      await owner.end();
      await app.close();
    },
  };
}
