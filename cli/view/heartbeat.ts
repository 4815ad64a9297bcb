// Reports from time to time what hosts are busy with, if nothing else is printed for a long time.
import { sanitizeLine } from '../../lib/report/sanitize-terminal.js';
import { elapsed } from './elapsed.js';
import { Rows, type Row } from './live/host-progress.js';
import type { View } from './view.js';

/** Milliseconds; longer than most steps take. */
export const silence = 10_000;

/** Maximum number of hosts to name; the others are only counted. */
const most = 3;

/** `make` receives an `out` that counts as a sign of life; `say` receives the lines printed during silence. */
export function withHeartbeat(
  make: (out: (line: string) => void) => View,
  out: (line: string) => void,
  say: (line: string) => void,
): View {
  const rows = new Rows();
  let timer: NodeJS.Timeout | undefined;
  let away = false;
  let over = false;
  const listen = (): void => {
    clearTimeout(timer);
    if (!away && !over) timer = setTimeout(beat, silence).unref();
  };
  const beat = (): void => {
    const line = waitingLine(rows.all, performance.now());
    if (line !== undefined) say(line);
    listen();
  };
  const view = make((line) => {
    out(line);
    listen();
  });
  return {
    listener: (event) => {
      rows.take(event, performance.now());
      view.listener(event);
      if (event.type === 'run') listen();
    },
    aside: async (work) => {
      away = true;
      listen();
      try {
        return await view.aside(work);
      } finally {
        away = false;
        listen();
      }
    },
    end: async () => {
      over = true;
      listen();
      await view.end();
    },
  };
}

/** `still busy: db1: mysql: package mysql-server (35 s)`; undefined if no host is busy. */
function waitingLine(rows: readonly Row[], now: number): string | undefined {
  const busy = rows.filter(({ state }) => state === 'busy').sort((a, b) => a.since - b.since);
  if (busy.length === 0) return undefined;
  const named = busy.slice(0, most).map(({ host, doing, since }) => {
    return `${host}: ${sanitizeLine(doing)} (${elapsed(Math.floor((now - since) / 1000))})`;
  });
  const more = busy.length > most ? `; and ${busy.length - most} more` : '';
  return `still busy: ${named.join('; ')}${more}`;
}
