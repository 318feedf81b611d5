import { join } from "node:path";
import { createTenant } from "../../../src/domain/tenants/create-tenant.ts";
import { runtimeSettings } from "../../runtime-settings.ts";
import { peakOf } from "./peak-of.ts";

const PASSWORD = "correct horse battery";

export interface Dealer {
  host: string;
  token: string;
  carId: string;
}

export interface PhotoServer {
  port: number;
  /** MB so far. */
  peak(): Promise<number>;
  stop(): Promise<void>;
}

export async function startPhotoServer(...args: string[]): Promise<PhotoServer> {
  const command = [process.execPath, join(import.meta.dir, "photo-server.ts"), ...args];
  const env = { ...process.env, ...runtimeSettings };
  const child = Bun.spawn(command, { env, stdout: "pipe", stderr: "inherit" });
  for await (const chunk of child.stdout) {
    const port = /port (\d+)/.exec(new TextDecoder().decode(chunk))?.[1];
    if (!port) continue;
    return {
      port: Number(port),
      peak: () => peakOf(child.pid),
      stop: async () => {
        child.kill("SIGKILL");
        await child.exited;
      },
    };
  }
  throw new Error("the server did not start");
}

/** Sends what is JSON, or a form, and gives back what is answered. */
async function post(
  port: number,
  { host, token }: Omit<Dealer, "carId">,
  path: string,
  body: object,
) {
  const isForm = body instanceof FormData;
  const answer = await fetch(`http://127.0.0.1:${port}/api/admin${path}`, {
    method: "POST",
    headers: {
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(!isForm && { "Content-Type": "application/json" }),
      Host: host,
    },
    body: isForm ? body : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as { data: { accessToken: string; id: string } };
}

/** A dealership with a car, and its owner logged in. */
export async function openDealer(ownerUrl: string, port: number, name: string): Promise<Dealer> {
  const owner = { name: "Olla Owner", email: `owner@${name}.test`, password: PASSWORD };
  await createTenant(ownerUrl, { slug: name, name, owner }, "localhost");
  const host = `${name}.localhost`;
  const login = { email: owner.email, password: PASSWORD };
  const { data } = await post(port, { host, token: "" }, "/auth/login", login);
  const dealer = { host, token: data.accessToken };
  const car = { brand: "Honda", model: "Jazz", year: 2018, price: 1, status: "available" };
  return { ...dealer, carId: (await post(port, dealer, "/cars", car)).data.id };
}

/** Uploads photos of a dealership's car, some to a form. */
export async function upload(port: number, dealer: Dealer, photos: Uint8Array[], aForm: number) {
  for (let at = 0; at < photos.length; at += aForm) {
    const form = new FormData();
    for (const photo of photos.slice(at, at + aForm)) {
      form.append("files", new File([Buffer.from(photo)], "a.jpg"));
    }
    await post(port, dealer, `/cars/${dealer.carId}/photos`, form);
  }
}
