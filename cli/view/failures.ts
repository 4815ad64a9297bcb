// Only what went wrong, on stderr: for commands that print their own results.
import type { View } from './view.js';
import { troubleLines } from './words.js';

/** Hosts that failed and why, notices, nothing else. */
export function failuresView(): View {
  const print = (line: string): void => void process.stderr.write(`${line}\n`);
  return {
    listener: (event) => {
      if (event.type === 'notice')
        print(event.host === undefined ? event.text : `${event.host}: ${event.text}`);
      if (event.type === 'host.done' && event.trouble)
        for (const line of troubleLines(event.trouble)) print(line);
    },
    end: () => undefined,
  };
}
