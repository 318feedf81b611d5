import { box, centreConsole, dial, display, path, seat, steeringWheel, vent } from "./fittings.ts";

/** Materials of a cabin. */
export interface Upholstery {
  /** Seats, and the lower part of the doors. */
  seat: string;
  seatShade: string;
  /** The strip across the dashboard. */
  trim: string;
}

/** The front of a cabin from the back seat; the steering wheel is on the right, as in Indonesia. */
export function drawInterior({ seat: seatColour, seatShade, trim }: Upholstery): string {
  const gradient = (id: string, from: string, to: string, across = false) =>
    `<linearGradient id="${id}" x1="0" y1="0" x2="${across ? 1 : 0}" y2="${across ? 0 : 1}"><stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>`;
  return [
    "<defs>",
    gradient("outside", "#eef3f6", "#b9c2c9"),
    gradient("dash", "#2c3034", "#0d0f10"),
    gradient("pad", "#34393d", "#131517"),
    gradient("metal", "#f0f3f5", "#7c848b", true),
    gradient("seat", seatColour, seatShade),
    gradient("screen", "#123047", "#0b1a26"),
    "</defs>",
    '<rect width="1200" height="800" fill="#1a1c1e"/>',
    path("M150 70C400 30 800 30 1050 70L1130 330H70Z", 'fill="url(#outside)"'),
    path("M90 262C400 240 800 240 1110 262L1130 330H70Z", 'fill="#8d979e"'),
    path(
      "M330 58L520 46L300 330H150ZM640 44L700 44L520 330H470Z",
      'fill="#fff" fill-opacity=".35"',
    ),
    path("M0 0H1200V60C900 14 300 14 0 60Z", 'fill="#d9d6d0"'),
    path("M0 60C300 14 900 14 1200 60L1060 84C800 40 400 40 140 84Z", 'fill="#b9b5ae"'),
    path(
      "M180 60L470 34L462 96C380 92 280 100 196 116ZM1020 60L730 34L738 96C820 92 920 100 1004 116Z",
      'fill="#cfcbc4" stroke="#a19d96" stroke-width="2"',
    ),
    path("M0 50L140 78L66 340L0 420ZM1200 50L1060 78L1134 340L1200 420Z", 'fill="#c4c0b9"'),
    path("M590 40L594 78H606L610 40Z", 'fill="#17191b"') +
      box(506, 74, 188, 58, 22, 'fill="#101214"') +
      box(513, 80, 174, 46, 17, 'fill="#93a3ad"'),
    path(
      "M0 390C40 318 140 300 300 296C520 288 700 288 900 296C1060 300 1160 318 1200 390V640H0Z",
      'fill="url(#dash)"',
    ),
    path(
      "M0 390C40 318 140 300 300 296C520 288 700 288 900 296C1060 300 1160 318 1200 390",
      'fill="none" stroke="#555c62" stroke-width="3"',
    ),
    path(
      "M730 330C740 268 960 268 972 330L976 400H726Z",
      'fill="#17191b" stroke="#3a4045" stroke-width="2"',
    ),
    path("M744 346C756 290 944 290 956 346V420H744Z", 'fill="#050607"') +
      dial(796, 362, -50) +
      dial(904, 362, 36),
    path(
      "M20 456C140 416 300 408 470 408V470C300 470 140 480 14 520ZM1180 456C1120 436 1060 424 1000 418L1004 476C1080 482 1140 496 1186 520ZM714 408H740V470H714Z",
      `fill="${trim}"`,
    ) +
      path(
        "M20 456C140 416 300 408 470 408M1180 456C1120 436 1060 424 1000 418",
        'fill="none" stroke="#fff" stroke-opacity=".5" stroke-width="2.5"',
      ),
    vent(64, 398, 104) + vent(1040, 398, 104),
    path(
      "M210 500C290 486 380 484 452 486L456 590C370 590 280 596 214 606Z",
      'fill="#141618" stroke="#3a4045" stroke-width="2"',
    ) + box(322, 520, 44, 12, 6, 'fill="#5d646a"'),
    path(
      "M0 560C160 600 300 620 460 620L440 820H0ZM1200 560C1040 600 900 620 724 620L744 820H1200Z",
      'fill="#0b0c0d"',
    ),
    centreConsole(),
    display(),
    steeringWheel(850, 470),
    seat("translate(-20 0)"),
    seat("translate(1220 0) scale(-1 1)"),
  ].join("\n");
}
