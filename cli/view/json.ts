// One line per event, with its time, for programs. docs/events.md documents each event.
import type { View } from './view.js';

/** Secrets serialize themselves as `***`. */
export function jsonView(out: (line: string) => void, now = (): Date => new Date()): View {
  let over = false;
  return {
    listener: (event) => {
      // The summary is always the last line, even if Ctrl-C is pressed after it.
      const { type, ...rest } = event;
      if (!over) out(JSON.stringify({ type, time: now().toISOString(), ...rest }));
      over ||= event.type === 'summary';
    },
    aside: (work) => work(),
    end: () => Promise.resolve(),
  };
}
