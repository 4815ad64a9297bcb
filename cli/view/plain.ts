// A line for each event that matters: for CI, pipes and logs.
import { narrator, type Shown } from './lines/event-lines.js';
import type { View } from './view.js';

/** `07:15:02 lb1 | haproxy | file /etc/haproxy/haproxy.cfg | changed 0.1s`; the time only if there is a clock. */
export function plainView(shown: Shown, out: (line: string) => void, clock?: () => Date): View {
  const say = narrator(shown);
  let now: typeof clock;
  return {
    listener: (event) => {
      // A plan is read and compared like a page; all other commands write a log.
      if (event.type === 'run') now = event.command === 'plan' ? undefined : clock;
      const [first, ...rest] = say(event);
      if (first === undefined) return;
      out(now && event.type !== 'summary' ? `${timeOf(now())} ${first}` : first);
      for (const line of rest) out(line);
    },
    aside: (work) => work(),
    end: () => Promise.resolve(),
  };
}

/** `07:15:02`, in the controller's time zone. */
export function timeOf(now: Date): string {
  return [now.getHours(), now.getMinutes(), now.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}
