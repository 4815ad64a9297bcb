// A condition that must hold and that can't be applied.
import type { HostTimeout } from './host-timeouts.js';
import type { Answer, Script } from './script.js';

declare global {
  /** For projects that include neither the Node.js nor the DOM types, either of which completes this interface. */
  interface AbortSignal {
    readonly aborted: boolean;
  }
}

/** A question that a script answers on a host, as root. */
export interface HostQuestion {
  /** Name of the host on which the script runs. It need not be the host that the check is about. */
  readonly on: string;
  /** Must not change anything. */
  readonly script: Script;
  /**
   * Set if the script only waits for the network, and answers with its status and one line. Other such scripts may run
   * at the same time.
   */
  readonly beside?: true;
}

/**
 * A question that code on the controller answers. The signal is aborted when the timeout expires. `host` is the host
 * that the check is about; its timeouts apply.
 */
export interface ControllerQuestion {
  readonly on: 'controller';
  ask(signal: AbortSignal, host: HostTimeout): Promise<Answer>;
}

export interface Check {
  /** A sentence that is true when the check passes: `3306 of db1 is closed to web1`. */
  readonly title: string;
  /** All questions are asked in parallel. The answers are in the same order. */
  readonly questions: readonly (HostQuestion | ControllerQuestion)[];
  /** Returns undefined if the check passes; otherwise, what was found instead. Throws if the check could not be carried out. */
  judge(answers: readonly Answer[]): string | undefined;
  /**
   * Other hosts that the check depends on, besides the hosts that are asked and the host that the check is about. If one of
   * these other hosts is unreachable, that is reported as the cause.
   */
  readonly needs?: readonly string[];
  /**
   * Set if a failure is conclusive even when the host that the check is about is unreachable: a port that is open, for example.
   */
  readonly provesItself?: true;
  /** Set if other checks depend on this one, such as the check that a daemon is running. Reports list it first. */
  readonly basic?: true;
  /**
   * Number of retries while the stack is settling, and the pause between them in seconds. A slow host gets more
   * retries.
   */
  readonly retry?: { readonly times: number; readonly pauseSeconds: number };
}
