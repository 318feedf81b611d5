/** nginx with a cache before another server. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Processes, Served } from "../processes.ts";
import { NotHere } from "../verdict.ts";

const TEMPORARY = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

const configOf = (port: number, backend: number, folder: string) => `
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
${process.getuid?.() === 0 ? "user root;" : ""}
events { worker_connections 1024; }
http {
  access_log ${folder}/access.log combined buffer=64k;
  keepalive_requests 100000000;
  ${TEMPORARY.map((name) => `${name}_temp_path ${folder}/${name};`).join("\n  ")}
  proxy_cache_path ${folder}/cache keys_zone=listings:10m use_temp_path=off;
  upstream backend { server 127.0.0.1:${backend}; keepalive 32; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://backend;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Prefer "count=exact";
      proxy_cache listings;
      proxy_cache_valid 200 206 1h;
      proxy_cache_lock on;
    }
  }
}
`;

/** @throws NotHere when there is no nginx. */
export async function startNginx(
  processes: Processes,
  backend: Served,
  parent: string,
): Promise<Served> {
  // Debian keeps it where only root's PATH leads.
  const PATH = `${process.env["PATH"]}:/usr/sbin:/usr/local/sbin`;
  const program = Bun.which("nginx", { PATH });
  if (!program) throw new NotHere("nginx not found");
  const folder = join(parent, "nginx");
  await mkdir(folder);
  const config = join(folder, "nginx.conf");
  return processes.serve({
    name: "nginx + PostgREST",
    command: async (port) => {
      await Bun.write(config, configOf(port, backend.port, folder));
      return [program, "-c", config, "-g", "daemon off;"];
    },
  });
}
