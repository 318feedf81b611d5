/** A member of staff who photographs cars, at a server that may die at any moment. */
import sharp from "sharp";
import type { SupervisedServer } from "../../scripts/storm/supervised-server.ts";

/** A photo of noise, which nobody has yet: some 700 kB of JPEG. */
export const noisyPhoto = () =>
  sharp({
    create: {
      ...{ width: 1_600, height: 1_200, channels: 3, background: "#808080" },
      noise: { type: "gaussian", mean: 128, sigma: 30 },
    },
  })
    .jpeg({ quality: 70 })
    .toBuffer();

export const sha256Of = (bytes: Uint8Array) =>
  new Bun.CryptoHasher("sha256").update(bytes).digest("hex");

interface Staff {
  host: string;
  owner: { email: string; password: string };
}

/** Status 0: no answer. */
export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what the API answers, held to its document elsewhere
  body: any;
}

export async function openPhotoClient(server: SupervisedServer, { host, owner }: Staff) {
  let token = "";

  async function call(
    method: string,
    path: string,
    body?: object | Uint8Array,
    type?: string,
  ): Promise<Answer> {
    const isRaw = body === undefined || body instanceof FormData || type !== undefined;
    const url = path.startsWith("http") ? path : `http://127.0.0.1:${server.port}${path}`;
    const isOwn = url !== path;
    try {
      const answer = await fetch(url, {
        method,
        headers: {
          ...(isOwn && { Host: host }),
          ...(isOwn && token && { Authorization: `Bearer ${token}` }),
          ...(type && { "Content-Type": type }),
          ...(!isRaw && { "Content-Type": "application/json" }),
        },
        body: (isRaw ? body : JSON.stringify(body)) as string,
      });
      const text = await answer.text();
      return { status: answer.status, body: text.startsWith("{") ? JSON.parse(text) : null };
    } catch {
      return { status: 0, body: null };
    }
  }

  const login = await call("POST", "/api/admin/auth/login", owner);
  token = login.body.data.accessToken;

  const form = (files: Uint8Array[]) => {
    const fields = new FormData();
    for (const file of files) fields.append("files", new File([Buffer.from(file)], "a.jpg"));
    return fields;
  };
  return {
    call,
    newCar: async (): Promise<string> => {
      const car = { brand: "Honda", model: "Jazz", year: 2018, price: 1, status: "available" };
      return (await call("POST", "/api/admin/cars", car)).body.data.id;
    },
    sendForm: (carId: string, files: Uint8Array[]) =>
      call("POST", `/api/admin/cars/${carId}/photos`, form(files)),
    /** Brings files to addresses of their own. @returns the upload's id, to be completed. */
    bring: async (carId: string, files: Uint8Array[]): Promise<string> => {
      const named = files.map(({ length }) => ({
        ...{ name: "a.jpg", contentType: "image/jpeg", bytes: length },
      }));
      const path = `/api/admin/cars/${carId}/photo-uploads`;
      const { data } = (await call("POST", path, { files: named })).body;
      for (const [n, { url, contentType }] of data.files.entries()) {
        await call("PUT", url, files[n], contentType);
      }
      return data.id;
    },
    complete: (uploadId: string) => call("POST", `/api/admin/photo-uploads/${uploadId}/complete`),
  };
}
