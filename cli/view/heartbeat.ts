// Says from time to time what hosts are busy with, where nothing else is said for long.
import { sanitizeLine } from '../../lib/report/sanitize-terminal.js';
import { elapsed } from './elapsed.js';
import { Rows, type Row } from './live/live-rows.js';
import type { View } from './view.js';

/** Milliseconds; longer than most steps take. */
export const silence = 10_000;

/** Hosts that are named; the others are counted. */
const most = 3;

/** `make` gets an `out` that counts as a sign of life; `say` gets the lines about the silence. */
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

/** `still busy: db1: mysql: package mysql-server (35 s)`; nothing if no host is. */
function waitingLine(rows: readonly Row[], now: number): string | undefined {
  const busy = rows.filter(({ state }) => state === 'busy').sort((a, b) => a.since - b.since);
  if (busy.length === 0) return undefined;
  const named = busy.slice(0, most).map(({ host, doing, since }) => {
    return `${host}: ${sanitizeLine(doing)} (${elapsed(Math.floor((now - since) / 1000))})`;
  });
  const more = busy.length > most ? `; and ${busy.length - most} more` : '';
  return `still busy: ${named.join('; ')}${more}`;
}
