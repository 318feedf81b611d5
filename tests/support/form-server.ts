/** A server over a real port that takes forms, keeps them, and answers as it is told. */
export interface Posted {
  path: string;
  authorization: string | null;
  form: Record<string, string>;
}

export interface FormServer {
  url: string;
  posted: Posted[];
  /** What the next forms are answered with; null breaks the connection after the form was taken. */
  answerWith(answer: (posted: Posted) => Response | null | Promise<Response>): void;
  close(): Promise<void>;
}

export function startFormServer(usual: (posted: Posted) => Response): FormServer {
  const posted: Posted[] = [];
  let answer: (one: Posted) => Response | null | Promise<Response> = usual;
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: async (request, server) => {
      const fields = [...(await request.formData()).entries()];
      const form = Object.fromEntries(fields.map(([name, value]) => [name, String(value)]));
      const { pathname: path } = new URL(request.url);
      const one = { path, authorization: request.headers.get("Authorization"), form };
      posted.push(one);
      const answered = await answer(one);
      if (answered) return answered;
      void server.stop(true);
      return new Promise<Response>(() => {});
    },
  });
  return {
    url: server.url.origin,
    posted,
    answerWith: (other) => {
      answer = other;
    },
    close: () => server.stop(true),
  };
}
