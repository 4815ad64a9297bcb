// A terminal: what happened scrolls by, and below it a row per host says what it does now and for how long.
import { liveFrame } from './live/live-frame.js';
import { narrator, type Shown } from './lines/event-lines.js';
import type { View } from './view.js';
import { Rows } from './live/live-rows.js';
import { openScreen, type Screen, type Size } from './live/screen.js';
import { wrapLine } from './live/wrap-line.js';

/** The closing table is the last thing printed, when the rows are gone. */
export function liveView(shown: Shown, out: (line: string) => void): View {
  const rows = new Rows();
  const say = narrator(shown);
  let screen: Screen | undefined;
  let closing: readonly string[] = [];
  const frame = (size: Size): readonly string[] => liveFrame(rows.all, performance.now(), size);
  return {
    listener: (event) => {
      rows.take(event, performance.now());
      const lines = say(event);
      if (event.type === 'run') screen = openScreen(event.hosts, frame);
      else if (event.type === 'host.done') screen?.finish(event.host);
      if (event.type === 'summary') closing = lines;
      // A host without trouble tells its end in its row and in the table.
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
