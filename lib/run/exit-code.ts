// The exit code of a run, from its events.
import { errorCodes, type ErrorCode } from '../model/error-codes.js';
import type { Event, HostOutcome } from '../model/event.js';

/** What `plan --detailed-exitcode` says where something would change. */
export const drift = 2;

/** The code that stands for an outcome that tells no error of its own. */
const codeOf: Readonly<Record<Exclude<HostOutcome, 'ok' | 'changed'>, ErrorCode>> = {
  failed: 'E_APPLY',
  unreachable: 'E_CONNECT',
  locked: 'E_LOCKED',
  skipped: 'E_SKIPPED',
  interrupted: 'E_INTERRUPTED',
};

/** Where hosts end differently the first of these that any of them met: 4 and 5 only if nothing failed harder. */
const hardest = [130, 1, 3, 4, 5];

/**
 * A fold of `host.done`. Each host's error has its exit code in lib/model/error-codes.ts; a host that was skipped
 * because of another adds nothing to the other's.
 */
export class ExitCode {
  readonly #exits = new Set<number>();
  #skipped = false;
  #differs = false;

  take(event: Event): void {
    if (event.type !== 'host.done') return;
    const { outcome, trouble } = event;
    if (outcome === 'ok') return;
    if (outcome === 'changed') this.#differs = true;
    else if (outcome === 'skipped') this.#skipped = true;
    else this.#exits.add(exitOf(trouble?.code ?? codeOf[outcome]));
  }

  /** Some host changed, or would. */
  get differs(): boolean {
    return this.#differs;
  }

  get code(): number {
    const skipped = this.#skipped ? errorCodes.E_SKIPPED.exit : 0;
    return hardest.find((exit) => this.#exits.has(exit)) ?? skipped;
  }
}

function exitOf(code: string): number {
  return Object.hasOwn(errorCodes, code) ? errorCodes[code as ErrorCode].exit : errorCodes.E_INTERNAL.exit;
}
