// Only what went wrong, for commands that print their own results.
import { noticeLine } from './lines/event-lines.js';
import type { View } from './view.js';
import { troubleLines } from './lines/error-lines.js';

/** Hosts that failed and why, and notices; nothing else. */
export function failuresView(
  { verbose = false }: { readonly verbose?: boolean },
  out: (line: string) => void,
): View {
  return {
    listener: (event) => {
      if (event.type === 'notice') out(noticeLine(event));
      if (event.type === 'host.done' && event.trouble)
        for (const line of troubleLines(event.trouble, verbose)) out(line);
    },
    aside: (work) => work(),
    end: () => Promise.resolve(),
  };
}
