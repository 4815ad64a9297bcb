// Reports that work is still going on, for work without events that prints nothing for a long time.
import { elapsed } from './elapsed.js';
import { silence } from './heartbeat.js';

type Say = (text: string) => void;

/** Wraps `say`: after each line, `beat` reports how long there has been no other, until `end` or the process's exit. */
export function stillWorking(say: Say, beat: Say): { readonly say: Say; readonly end: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => {
    clearInterval(timer);
  };
  return {
    say: (text) => {
      end();
      say(text);
      const since = performance.now();
      timer = setInterval(() => {
        beat(`still working; no output for ${elapsed(Math.round((performance.now() - since) / 1000))}`);
      }, silence).unref();
    },
    end,
  };
}
