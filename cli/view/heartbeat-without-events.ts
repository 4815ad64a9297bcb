// Says that work goes on, where what is done has no events and nothing is said for long.
import { elapsed } from './elapsed.js';
import { silence } from './heartbeat.js';

type Say = (text: string) => void;

/** `say` as given; after each line `beat` counts how long no other has come, until `end`, or the process ends. */
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
