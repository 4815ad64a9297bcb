// An event and its time a line, for programs. docs/events.md documents each.
import type { View } from './view.js';

/** Secrets turn into `***` by themselves. */
export function jsonView(out: (line: string) => void, now = (): Date => new Date()): View {
  let over = false;
  return {
    listener: (event) => {
      // The summary is the last line, whoever presses Ctrl-C after it.
      const { type, ...rest } = event;
      if (!over) out(JSON.stringify({ type, time: now().toISOString(), ...rest }));
      over ||= event.type === 'summary';
    },
    aside: (work) => work(),
    end: () => Promise.resolve(),
  };
}
