// The view for terminals: what happened scrolls by; below, a row per host shows what it is doing and for how long.
import { progressLines } from './live/progress-lines.js';
import { narrator, type Shown } from './lines/event-lines.js';
import type { View } from './view.js';
import { Rows } from './live/host-progress.js';
import { openScreen, type Screen, type Size } from './live/screen.js';
import { wrapLine } from './live/wrap-line.js';

/** The closing table is printed last, after the rows have disappeared. */
export function liveView(shown: Shown, out: (line: string) => void): View {
  const rows = new Rows();
  const say = narrator(shown);
  let screen: Screen | undefined;
  let closing: readonly string[] = [];
  const frame = (size: Size): readonly string[] => progressLines(rows.all, performance.now(), size);
  return {
    listener: (event) => {
      rows.take(event, performance.now());
      const lines = say(event);
      if (event.type === 'run') screen = openScreen(event.hosts, frame);
      else if (event.type === 'host.done') screen?.finish(event.host);
      if (event.type === 'summary') closing = lines;
      // The row and the table already show how a host without trouble ended.
      else if (event.type !== 'host.done' || event.trouble) print(lines);
    },
    aside: (work) => (screen ? screen.aside(work) : work()),
    end: async () => {
      await screen?.close();
      for (const line of wrapped(closing)) out(line);
    },
  };

  function print(lines: readonly string[]): void {
    if (screen) screen.print(wrapped(lines));
    else for (const line of wrapped(lines)) out(line);
  }
}

function wrapped(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => wrapLine(line, process.stdout.columns));
}
