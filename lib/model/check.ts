// Something that must be true and cannot be applied.
import type { HostTimeout } from './pace.js';
import type { Answer, Script } from './script.js';

declare global {
  /** For projects without the types of Node.js or of a browser, which complete it. */
  interface AbortSignal {
    readonly aborted: boolean;
  }
}

/** Asked in a host's shell, as root. */
export interface HostQuestion {
  /** Name of the host that is asked; it need not be the one the check is about. */
  readonly on: string;
  readonly script: Script;
  /** It only waits for the network, and its status and a line of what it said are all: others may be asked meanwhile. */
  readonly beside?: true;
}

/** Asked from the controller, by code. Bounded in time by the signal; `host`, whom the check is about, says how long is late. */
export interface ControllerQuestion {
  readonly on: 'controller';
  ask(signal: AbortSignal, host: HostTimeout): Promise<Answer>;
}

export interface Check {
  /** A sentence that is true when the check passes: `3306 of db1 is closed to web1`. */
  readonly title: string;
  /** All are asked, in parallel; answers come back in the same order. */
  readonly questions: readonly (HostQuestion | ControllerQuestion)[];
  /** Nothing when it holds; else what was found instead. Throws where it could not look. */
  judge(answers: readonly Answer[]): string | undefined;
  /**
   * Hosts without which it can't hold, beside those that are asked and the one that it is about: where one of them is out
   * of reach, that is the cause.
   */
  readonly needs?: readonly string[];
  /** What is found instead is so even where the host that it is about is out of reach: a port that is open, say. */
  readonly provesItself?: true;
  /** Other checks can't hold where it doesn't, as of a daemon that isn't running: a report tells it before them. */
  readonly basic?: true;
  /** How often it is asked again, while the stack is settling, before it counts as failed; of a slow host as many times more. The pause is in seconds. */
  readonly retry?: { readonly times: number; readonly pauseSeconds: number };
}
