export interface ProgressBar {
  show(label: string, done: number, total: number): void;
  /** Leaves the last state on a line of its own. */
  end(): void;
}

interface Screen {
  isTTY?: boolean;
  write(text: string): unknown;
}

/** Milliseconds between two drawings: on a terminal, and where every drawing is a new line. */
const REDRAW = 100;
const NEW_LINE = 5_000;
const WIDTH = 30;
const CLEAR_LINE = "\r\u001b[2K";

const count = (value: number) => value.toLocaleString("en").padStart(9);

/** A bar that redraws itself on a terminal, and an occasional line anywhere else. */
export function createProgressBar(screen: Screen = process.stderr): ProgressBar {
  let label = "";
  let drawnAt = 0;
  let line = "";
  const draw = () => {
    screen.write(screen.isTTY ? `${CLEAR_LINE}${line}` : `${line}\n`);
    drawnAt = performance.now();
  };
  const end = () => {
    if (!line) return;
    if (screen.isTTY) draw();
    screen.write(screen.isTTY ? "\n" : "");
    line = "";
  };
  return {
    show: (newLabel, done, total) => {
      if (newLabel !== label) {
        end();
        drawnAt = screen.isTTY ? 0 : performance.now();
        label = newLabel;
      }
      const share = total > 0 ? Math.min(done / total, 1) : 1;
      const filled = Math.round(share * WIDTH);
      const bar = "█".repeat(filled).padEnd(WIDTH, "░");
      line = `${label.padEnd(9)} ${bar} ${String(Math.floor(share * 100)).padStart(3)} % ${count(done)} rows`;
      if (performance.now() - drawnAt >= (screen.isTTY ? REDRAW : NEW_LINE)) draw();
    },
    end,
  };
}
