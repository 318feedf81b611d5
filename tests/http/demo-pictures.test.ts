import { afterAll, describe, expect, test } from "bun:test";
import { drawCar } from "../../src/demo/draw-car.ts";
import {
  BODIES,
  COLOURS,
  type Colour,
  parsePictureName,
  VIEWS,
} from "../../src/demo/picture-name.ts";
import { createTestApp } from "../support/test-app.ts";

const app = createTestApp();
afterAll(() => app.close());

const colours = Object.keys(COLOURS) as Colour[];

describe("GET /demo/pictures/{name}", () => {
  test("answers on any host with a picture that stays as it is and runs nothing", async () => {
    const response = await app.send("nobody.test", "/demo/pictures/suv-putih-side.svg");
    expect(response.status).toBe(200);
    expect(response.headers.get("Content-Type")).toBe("image/svg+xml");
    expect(response.headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
    expect(response.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    expect(await response.text()).toStartWith("<svg ");
  });

  test.each([
    "suv-putih-top.svg",
    "tank-putih-side.svg",
    "suv-ungu-side.svg",
    "suv-putih-side.png",
    "suv-putih-side.svg%00",
    "..%2F..%2Fetc%2Fpasswd",
    `${"suv-".repeat(25)}side.svg`,
  ])("refuses %p", async (name) => {
    const response = await app.send("nobody.test", `/demo/pictures/${name}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ path: "name" }] });
  });
});

describe("a picture", () => {
  test("can be drawn of every body in every view, each its own", () => {
    const drawn = BODIES.flatMap((body) =>
      VIEWS.filter((view) => view !== "interior").map((view) =>
        drawCar({ body, colour: "merah", view }),
      ),
    );
    expect(new Set(drawn).size).toBe(drawn.length);
    for (const svg of drawn) {
      expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 1200 800"/);
      expect(svg).not.toMatch(/NaN|Infinity|undefined|<script|href=/);
      expect(svg.length).toBeLessThan(300_000);
    }
  });

  test("takes its colour from the name", () => {
    const drawn = colours.map((colour) => drawCar({ body: "sedan", colour, view: "side" }));
    expect(new Set(drawn).size).toBe(colours.length);
  });

  test("is the same each time", () => {
    const picture = { body: "coupe", colour: "biru", view: "rear" } as const;
    expect(drawCar(picture)).toBe(drawCar(picture));
  });

  test("has a name for a colour of two words", () => {
    expect(parsePictureName("mpv-abu-abu-interior.svg")).toEqual({
      body: "mpv",
      colour: "abu-abu",
      view: "interior",
    });
  });
});
