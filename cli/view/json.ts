// An event a line, for programs. docs/events.md documents each.
import type { View } from './open-view.js';

/** Secrets turn into `***` by themselves. */
export function jsonView(out: (line: string) => void): View {
  return {
    listener: (event) => {
      out(JSON.stringify(event));
    },
    aside: (work) => work(),
    end: () => Promise.resolve(),
  };
}
