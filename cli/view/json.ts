// An event a line, for programs. docs/events.md documents each.
import type { View } from './view.js';

/** Secrets turn into `***` by themselves. */
export function jsonView(out: (line: string) => void): View {
  let over = false;
  return {
    listener: (event) => {
      // The summary is the last line, whoever presses Ctrl-C after it.
      if (!over) out(JSON.stringify(event));
      over ||= event.type === 'summary';
    },
    aside: (work) => work(),
    end: () => Promise.resolve(),
  };
}
