// Detects a resource that still differs in the same way after it was applied.
import type { LabelledChange } from '../model/resource.js';
import type { Secret } from '../model/secret.js';
import { TrueupError } from '../model/trueup-error.js';
import type { PlannedStep } from '../plan/diff-host.js';

/** Remembers, for one host, what was applied in the passes so far. */
export class Settling {
  readonly #applied = new Map<string, string>();

  applied(steps: readonly PlannedStep[]): void {
    for (const step of steps) this.#applied.set(step.resource, JSON.stringify(step.changes));
  }

  /** Throws E_NOT_CONVERGED, with both states. */
  check(host: string, steps: readonly PlannedStep[]): void {
    const stuck = steps.find(
      ({ resource, changes, state }) =>
        state === 'change' && this.#applied.get(resource) === JSON.stringify(changes),
    );
    if (!stuck) return;
    throw new TrueupError(
      'E_NOT_CONVERGED',
      `${host}: ${stuck.resource} still differs after it was applied`,
      {
        host,
        output: stuck.changes.map(sentence).join('\n'),
        hint: 'Another program on the host reverts the value, or the host does not accept it.',
      },
    );
  }
}

function sentence({ verb, what, from, to }: LabelledChange): string {
  const side = (value: string | Secret | undefined): string =>
    value === undefined ? 'nothing' : String(value);
  return `${verb} ${what}: have ${side(from)}, want ${side(to)}`;
}
