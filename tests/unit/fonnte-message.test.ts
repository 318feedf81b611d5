import { describe, expect, test } from "bun:test";
import { FonnteBody } from "../../src/domain/conversations/fonnte-body.ts";
import { readFonnteMessage } from "../../src/domain/conversations/read-fonnte-message.ts";

const now = new Date("2026-11-21T03:00:00Z");
const read = (body: object, deviceId = "device-1", at = now) =>
  readFonnteMessage(FonnteBody.parse(body), { deviceId, receivedAt: at, submission: null });

/** A body as the gateway posts it. */
const POSTED = {
  quick: false,
  device: "6287787505413",
  pesan: "Halo kak",
  pengirim: "6281234567890",
  member: "",
  message: "Halo kak",
  text: "non-button message",
  sender: "6281234567890",
  name: "Rina",
  location: "",
  url: "",
  type: "text",
  extension: "",
  filename: "",
  pollname: "",
  choices: [],
  inboxid: 0,
  isgroup: false,
  isforwarded: false,
  timestamp: 1795140000,
};

describe("what a message is", () => {
  test("text, as the gateway posts it", () => {
    expect(read(POSTED)).toMatchObject({
      from: { phone: "+6281234567890" },
      name: "Rina",
      kind: "text",
      body: "Halo kak",
      mediaUrl: null,
      mediaFilename: null,
      location: null,
      sentAt: new Date(1795140000_000),
    });
  });

  test("text under the Indonesian names of the fields", () => {
    const { message, sender, ...indonesian } = POSTED;
    expect(read(indonesian)).toMatchObject({ from: { phone: "+6281234567890" }, body: "Halo kak" });
  });

  test("a pressed button", () => {
    const pressed = { ...POSTED, message: "", pesan: "", text: "Jadwalkan test drive" };
    expect(read(pressed)).toMatchObject({ kind: "button", body: "Jadwalkan test drive" });
  });

  test("media, with its caption, address and name", () => {
    const url = "https://files.example.test/a.jpg";
    expect(read({ ...POSTED, message: "STNK saya", url, filename: "stnk.jpg" })).toMatchObject({
      kind: "media",
      body: "STNK saya",
      mediaUrl: url,
      mediaFilename: "stnk.jpg",
    });
  });

  test("media that the plan leaves out", () => {
    expect(read({ ...POSTED, message: "non-text message" })).toMatchObject({
      kind: "media",
      mediaUrl: null,
    });
  });

  test("media whose address is none is kept without it", () => {
    for (const url of [
      "javascript:alert(1)",
      "file:///etc/passwd",
      `https://x/${"a".repeat(2000)}`,
    ]) {
      expect(read({ ...POSTED, url })).toMatchObject({ kind: "media", mediaUrl: null });
    }
  });

  test("a place", () => {
    expect(read({ ...POSTED, location: "-6.2,106.8" })).toMatchObject({
      kind: "location",
      location: { latitude: -6.2, longitude: 106.8 },
    });
    expect(read({ ...POSTED, location: "undefined" })).toMatchObject({
      kind: "text",
      location: null,
    });
  });

  test("a poll with what was chosen", () => {
    const voted = {
      ...POSTED,
      message: "",
      pesan: "",
      pollname: "Warna?",
      choices: ["Putih", "Abu"],
    };
    expect(read(voted)).toMatchObject({ kind: "poll", body: "Warna?: Putih, Abu" });
  });

  test("without NUL, and no longer than WhatsApp allows", () => {
    expect(read({ ...POSTED, message: "a\u0000b", name: "R\u0000ina" })).toMatchObject({
      body: "ab",
      name: "Rina",
    });
    expect(read({ ...POSTED, message: "x".repeat(65_536) })?.body).toHaveLength(65_536);
    expect(read({ ...POSTED, message: "x".repeat(70_000) })?.body).toHaveLength(65_536);
    expect(read({ ...POSTED, name: "n".repeat(10_000) })?.name).toHaveLength(120);
  });
});

describe("what is no message of one person", () => {
  test.each([
    ["isgroup true", { ...POSTED, isgroup: true }],
    ['isgroup "true"', { ...POSTED, isgroup: "true" }],
    ["isgroup 1", { ...POSTED, isgroup: 1 }],
    ["a group's id", { ...POSTED, sender: "120363400835772540@g.us" }],
    ["a member", { ...POSTED, member: "6282147077374" }],
    ["a member in digits", { ...POSTED, member: 6282147077374 }],
    ["a group's id without its ending", { ...POSTED, sender: "120363400835772540" }],
    ["a short code", { ...POSTED, sender: "123" }],
    ["a sender with letters", { ...POSTED, sender: "Telkomsel" }],
    ["a story", { ...POSTED, sender: "status@broadcast" }],
  ])("%s is left", (_, body) => {
    expect(read(body)).toBeNull();
  });

  test.each(["", " ", "undefined", "null", "NULL", null, undefined, {}, [[]], 0, false])(
    "the member %p makes no group",
    (member) => {
      expect(read({ ...POSTED, member })).toMatchObject({ body: "Halo kak" });
    },
  );

  test("a message's own id, of any kind, makes no status report", () => {
    for (const id of ["80367170", 1, {}, [1]]) {
      expect(read({ ...POSTED, id, stateid: id })).toMatchObject({ body: "Halo kak" });
    }
  });

  test("a body without a sender is refused", () => {
    expect(() => read({ message: "halo" })).toThrow("The input is not valid.");
  });
});

describe("the identity of a message", () => {
  const identity = (change: object, deviceId?: string) =>
    read({ ...POSTED, ...change }, deviceId)?.identity;

  test("is the gateway's number within a device, however it is written", () => {
    const first = identity({ inboxid: 7 });
    expect(identity({ inboxid: "7" })).toBe(first);
    expect(identity({ inboxid: 7, message: "edited", timestamp: 1 })).toBe(first);
    expect(identity({ inboxid: 8 })).not.toBe(first);
    expect(identity({ inboxid: 7 }, "device-2")).not.toBe(first);
  });

  test.each([0, "0", "", null, undefined, "undefined", -1, 1.5, 1e300, "abc"])(
    "is the content when the number is %p",
    (inboxid) => {
      const first = identity({});
      expect(identity({ inboxid })).toBe(first);
      expect(identity({ inboxid, pengirim: "", sender: "+6281234567890" })).toBe(first);
      expect(identity({ inboxid }, "device-2")).not.toBe(first);
      for (const other of [
        { message: "Halo" },
        { timestamp: 1795140001 },
        { sender: "6281234567891" },
        { url: "https://files.example.test/a.jpg" },
      ]) {
        expect(identity({ inboxid, ...other })).not.toBe(first);
      }
    },
  );

  test.each([undefined, "", "0", 0, "undefined", "kemarin"])(
    "counts when it arrived while the time is %p",
    (timestamp) => {
      const arriving = (minutes: number) =>
        read({ ...POSTED, timestamp }, "device-1", new Date(now.getTime() + minutes * 60_000));
      for (let start = 0; start < 20; start += 1) {
        const first = arriving(start)?.identity ?? "";
        for (let repeat = 0; repeat <= 15; repeat += 1) {
          const again = arriving(start + repeat);
          expect([again?.identity, again?.formerIdentity]).toContain(first);
        }
        const later = arriving(start + 40);
        expect([later?.identity, later?.formerIdentity]).not.toContain(first);
      }
    },
  );
});
