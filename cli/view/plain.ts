// A line for each event that matters: for CI, pipes and logs.
import { narrator, type Shown } from './narrator.js';
import type { View } from './view.js';

/** `lb1 | haproxy | file /etc/haproxy/haproxy.cfg | changed 0.1s`. */
export function plainView(shown: Shown, out: (line: string) => void): View {
  const say = narrator(shown);
  return {
    listener: (event) => {
      for (const line of say(event)) out(line);
    },
    aside: (work) => work(),
    end: () => Promise.resolve(),
  };
}
