// The exit code of a run, from its events.
import { errorCodes, type ErrorCode } from '../model/error-codes.js';
import type { Event, HostOutcome } from '../model/event.js';

/** Exit code of `plan --detailed-exitcode` if something would change. */
export const drift = 2;

/** The error code of an outcome that comes without an error of its own. */
const codeOf: Readonly<Record<Exclude<HostOutcome, 'ok' | 'changed'>, ErrorCode>> = {
  failed: 'E_APPLY',
  unreachable: 'E_CONNECT',
  locked: 'E_LOCKED',
  skipped: 'E_SKIPPED',
  interrupted: 'E_INTERRUPTED',
};

/** If hosts end with different exit codes, the first of these applies: 4 and 5 only if there was no worse failure. */
const hardest = [130, 1, 3, 4, 5];

/**
 * Computed from the `host.done` events. The exit code of each host's error is in lib/model/error-codes.ts; a host that
 * was skipped because of another counts only if no host failed.
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

  /** Whether any host changed, or would change. */
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
