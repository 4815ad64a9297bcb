// An event a line, for programs. docs/events.md documents each.
import type { View } from './view.js';

/** Secrets turn into `***` by themselves. */
export function jsonView(out: (line: string) => void): View {
  return {
    listener: (event) => {
      out(JSON.stringify(event));
    },
    end: () => undefined,
  };
}
