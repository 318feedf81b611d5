/** How marks are filled and drawn, as attributes of their path. */
export const MATERIALS = {
  glass: 'fill="url(#glass)"',
  glint: 'fill="#fff" fill-opacity=".09"',
  trim: 'fill="#111315"',
  cladding: 'fill="#25282b"',
  lip: 'fill="none" stroke="#fff" stroke-opacity=".3" stroke-width="2.5"',
  arch: 'fill="#050606"',
  chrome: 'fill="url(#chrome)"',
  badge: 'fill="none" stroke="#dfe3e6" stroke-width="3"',
  lamp: 'fill="url(#lamp)" stroke="#0b0d0f" stroke-width="1.5" stroke-linejoin="round"',
  lens: 'fill="#f7fbff" stroke="#46515a" stroke-width="1.6"',
  daylight:
    'fill="none" stroke="#fff" stroke-width="3.2" stroke-linecap="round" stroke-linejoin="round"',
  tail: 'fill="url(#tail)" stroke="#2a0306" stroke-width="1.5" stroke-linejoin="round"',
  glow: 'fill="none" stroke="#ff5f52" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"',
  reflector: 'fill="#a3161d"',
  seam: 'fill="none" stroke="#000" stroke-opacity=".5" stroke-width="1.6" stroke-linejoin="round"',
  crease: 'fill="none" stroke="#fff" stroke-opacity=".26" stroke-width="2" stroke-linecap="round"',
  fold: 'fill="none" stroke="#000" stroke-opacity=".2" stroke-width="3" stroke-linecap="round"',
  slat: 'fill="none" stroke="#aeb4b9" stroke-width="2.6" stroke-linecap="round"',
  rail: 'fill="none" stroke="#d9dde0" stroke-width="3.2" stroke-linecap="round"',
  handle: 'fill="none" stroke="#e3e6e8" stroke-width="4.5" stroke-linecap="round"',
  wiper: 'fill="none" stroke="#07090a" stroke-width="2.4" stroke-linecap="round"',
  plate: 'fill="#f3f3ef" stroke="#17191b" stroke-width="2"',
} as const;
export type Material = keyof typeof MATERIALS;

const gradient = (id: string, direction: string, ...stops: [offset: number, colour: string][]) =>
  `<linearGradient id="${id}" ${direction}>${stops
    .map(([offset, colour]) => `<stop offset="${offset}" stop-color="${colour}"/>`)
    .join("")}</linearGradient>`;
const DOWN = 'x1="0" y1="0" x2="0" y2="1"';

/** What the materials, the wheels and the mesh refer to. */
export const DEFINITIONS = [
  gradient(
    "glass",
    'x1="0" y1="0" x2=".25" y2="1"',
    [0, "#5f717d"],
    [0.35, "#28333b"],
    [1, "#0a0e11"],
  ),
  gradient("chrome", DOWN, [0, "#f4f6f7"], [0.5, "#8b9298"], [1, "#d5d9dc"]),
  gradient("lamp", DOWN, [0, "#d6e0e7"], [0.45, "#71808b"], [1, "#232b31"]),
  gradient("tail", DOWN, [0, "#d8202a"], [0.5, "#8d0a12"], [1, "#5a0409"]),
  gradient(
    "alloy",
    'x1="0" y1="0" x2=".6" y2="1"',
    [0, "#eef1f3"],
    [0.55, "#a5acb2"],
    [1, "#6b7278"],
  ),
  gradient("tyre", DOWN, [0, "#303336"], [1, "#0c0d0e"]),
  // Blurs the facets into one surface, and keeps its edge sharp.
  '<filter id="smooth" color-interpolation-filters="sRGB"><feGaussianBlur stdDeviation="3.2" result="soft"/><feComposite in2="SourceGraphic" operator="in" result="inside"/><feMerge><feMergeNode in="SourceGraphic"/><feMergeNode in="inside"/></feMerge></filter>',
  '<filter id="far" x="-.2" y="-1" width="1.4" height="3"><feGaussianBlur stdDeviation="22"/></filter>',
  '<filter id="near" x="-.2" y="-1" width="1.4" height="3"><feGaussianBlur stdDeviation="7"/></filter>',
].join("");
