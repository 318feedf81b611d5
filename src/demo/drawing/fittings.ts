// The pieces of a cabin; they refer to the gradients that drawInterior defines.

const circle = (x: number, y: number, radius: number, style: string): string =>
  `<circle cx="${x}" cy="${y}" r="${radius}" ${style}/>`;
export const path = (d: string, style: string): string => `<path d="${d}" ${style}/>`;
export const box = (
  x: number,
  y: number,
  width: number,
  height: number,
  round: number,
  style: string,
): string => `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${round}" ${style}/>`;

export const vent = (x: number, y: number, width: number): string =>
  box(x, y, width, 58, 10, 'fill="#0b0c0d" stroke="#6d747a" stroke-width="2"') +
  [14, 29, 44]
    .map((down) => path(`M${x + 8} ${y + down}h${width - 16}`, 'stroke="#33383c" stroke-width="5"'))
    .join("");

export const dial = (x: number, y: number, angle: number): string =>
  circle(x, y, 44, 'fill="#07090b" stroke="#8d959b" stroke-width="2"') +
  circle(x, y, 35, 'fill="none" stroke="#e8edf0" stroke-width="3" stroke-dasharray="2 9"') +
  `<path d="M${x} ${y + 8}V${y - 28}" stroke="#ff4b3a" stroke-width="3.5" transform="rotate(${angle} ${x} ${y})"/>`;

const knob = (x: number, y: number): string =>
  circle(x, y, 21, 'fill="url(#metal)"') + circle(x, y, 15, 'fill="#1b1e20"');

/** One of the front seats from behind, as the corner of the picture shows it. */
export const seat = (transform: string): string =>
  `<g transform="${transform}">${
    path("M-40 820C-50 640 0 540 90 520C190 500 262 540 282 640L306 820Z", 'fill="url(#seat)"') +
    path(
      "M-10 820C-14 660 30 580 104 566C176 556 226 588 242 660L262 820",
      'fill="none" stroke="#000" stroke-opacity=".22" stroke-width="4"',
    ) +
    path(
      "M30 812C34 690 60 622 116 612C164 606 196 632 206 684",
      'fill="none" stroke="#fff" stroke-opacity=".16" stroke-width="3" stroke-dasharray="9 7"',
    ) +
    path("M96 524L100 474M156 520L152 470", 'stroke="url(#metal)" stroke-width="9"') +
    path(
      "M48 470C40 400 66 366 124 362C186 360 212 392 206 462C200 494 60 500 48 470Z",
      'fill="url(#seat)"',
    ) +
    path(
      "M70 462C66 414 84 392 126 390C166 390 184 410 182 456",
      'fill="none" stroke="#000" stroke-opacity=".2" stroke-width="4"',
    )
  }</g>`;

export const steeringWheel = (x: number, y: number): string =>
  `<g transform="translate(${x} ${y}) scale(1 .97)">${
    circle(0, 0, 150, 'fill="none" stroke="#0a0b0c" stroke-width="34"') +
    circle(0, -1, 152, 'fill="none" stroke="#33383c" stroke-width="22"') +
    circle(0, 0, 142, 'fill="none" stroke="#16181a" stroke-width="12"') +
    path(
      "M-138 -14C-90 -26 -70 -40 -46 -46L46 -46C70 -40 90 -26 138 -14L134 34C90 26 70 44 52 62L36 142L-36 142L-52 62C-70 44 -90 26 -134 34Z",
      'fill="#1b1e20" stroke="#000" stroke-width="2"',
    ) +
    path(
      "M-126 -2L-66 -22L-58 18L-124 22ZM126 -2L66 -22L58 18L124 22Z",
      'fill="#0c0e0f" stroke="#5d646a" stroke-width="1.5"',
    ) +
    path("M-26 140L-22 74L22 74L26 140", 'fill="url(#metal)"') +
    path(
      "M-62 -36C-40 -48 40 -48 62 -36C66 20 42 64 0 66C-42 64 -66 20 -62 -36Z",
      'fill="url(#pad)" stroke="#000" stroke-width="1.5"',
    ) +
    circle(0, 4, 19, 'fill="none" stroke="url(#metal)" stroke-width="5"') +
    [-106, -90, 90, 106].map((at) => circle(at, 4, 5, 'fill="#aab1b6"')).join("")
  }</g>`;

export const display = (): string =>
  box(474, 318, 236, 146, 12, 'fill="#050607" stroke="#454b50" stroke-width="3"') +
  box(484, 328, 216, 126, 6, 'fill="url(#screen)"') +
  path(
    "M484 420C530 392 556 430 600 398S668 372 700 384V454H484Z",
    'fill="#2f6f8f" fill-opacity=".55"',
  ) +
  path(
    "M520 454C540 410 580 400 606 372S640 340 652 328",
    'fill="none" stroke="#ffd166" stroke-width="5"',
  ) +
  circle(606, 372, 8, 'fill="#fff" stroke="#1b6ca8" stroke-width="4"') +
  [348, 374, 400].map((y) => box(494, y, 18, 16, 4, 'fill="#fff" fill-opacity=".55"')).join("");

export const centreConsole = (): string =>
  path("M452 560H732L760 820H424Z", 'fill="url(#dash)" stroke="#000" stroke-width="2"') +
  box(494, 486, 196, 56, 12, 'fill="#121416" stroke="#3a4045" stroke-width="2"') +
  knob(530, 514) +
  knob(654, 514) +
  box(564, 502, 56, 24, 5, 'fill="#071014" stroke="#3a4045" stroke-width="1.5"') +
  path("M574 514h36", 'stroke="#7fe0ff" stroke-width="4" stroke-dasharray="9 5"') +
  path("M520 596H664L678 700H506Z", 'fill="#0d0f10" stroke="url(#metal)" stroke-width="4"') +
  path("M584 690C580 650 582 630 592 612L604 612C612 630 612 650 608 690Z", 'fill="#1b1e20"') +
  path(
    "M570 620C566 584 580 570 598 570S630 584 626 620C616 634 580 634 570 620Z",
    'fill="url(#pad)" stroke="url(#metal)" stroke-width="3"',
  ) +
  path(
    "M496 724H690L708 820H480Z",
    'fill="url(#seat)" stroke="#000" stroke-opacity=".3" stroke-width="2"',
  );
