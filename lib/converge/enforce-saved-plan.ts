// Makes an apply follow a saved plan: it makes exactly the planned changes, or none on any host.
import type { SavedHostPlan, SavedStep, Step } from '../model/plan.js';
import type { Resource } from '../model/resource.js';
import type { Script } from '../model/script.js';
import { TrueupError } from '../model/trueup-error.js';
import { Bell } from './wake-waiting-hosts.js';
import type { PlannedStep } from '../plan/diff-host.js';
import { stillAsPlanned, wantDigest } from '../plan/plan-digest.js';

export class SavedPlan {
  readonly #plans: ReadonlyMap<string, ReadonlyMap<string, SavedStep>>;
  readonly #open: Set<string>;
  readonly #guarded = new Set<string>();
  readonly #bell = new Bell();
  #broken: string | undefined;

  constructor(
    plans: readonly SavedHostPlan[],
    private readonly salt: string,
  ) {
    this.#plans = new Map(
      plans.map(({ host, steps }) => [host, new Map(steps.map((step) => [step.resource, step]))]),
    );
    this.#open = new Set(this.#plans.keys());
  }

  /**
   * After the first probe: all must be as planned, on this host and on the others, before anything changes anywhere.
   * Throws E_STALE_PLAN, and E_SKIPPED if it is another host that changed or can't be reached.
   */
  async agree(host: string, steps: readonly PlannedStep[], signal: AbortSignal): Promise<void> {
    const planned = this.#plans.get(host) ?? new Map<string, SavedStep>();
    const stale = [
      ...steps.filter((step) => !isAsPlanned(step, planned.get(step.resource), this.salt)),
      ...[...planned.values()].filter(({ resource }) => !steps.some((step) => step.resource === resource)),
    ];
    if (stale.length > 0) {
      this.fail(host);
      throw stalePlan(host, stale.map(({ resource }) => resource).join('\n'));
    }
    this.#open.delete(host);
    this.#bell.ring();
    await this.#everybody(host, signal);
  }

  /** After a later probe: only what the plan lists may differ. Throws E_STALE_PLAN. */
  recheck(host: string, steps: readonly PlannedStep[]): void {
    const planned = this.#plans.get(host);
    const strange = steps.filter(
      ({ resource, state, declared }) =>
        state !== 'same' &&
        planned?.get(resource)?.state === 'same' &&
        // Its state was unknown while changes to what it watches were pending.
        declared.resource.type.watch?.afterwards !== true,
    );
    if (strange.length > 0)
      throw stalePlan(
        host,
        strange.map(({ resource }) => resource).join('\n'),
        'earlier changes on that host are kept',
      );
  }

  /** For the first script that changes the host: fails unless all is as it was when the plan was made. */
  guard(host: string, resources: readonly Resource[]): Script | undefined {
    if (this.#guarded.has(host)) return undefined;
    this.#guarded.add(host);
    const planned = this.#plans.get(host);
    return stillAsPlanned(
      resources.map((resource) => [resource, planned?.get(resource.id)?.have ?? ''] as const),
    );
  }

  /** Called if the host isn't as planned; then no host is changed. */
  fail(host: string): void {
    if (!this.#open.has(host)) return;
    this.#broken ??= host;
    this.#bell.ring();
  }

  async #everybody(host: string, signal: AbortSignal): Promise<void> {
    await this.#bell.until(() => this.#open.size === 0 || this.#broken !== undefined, host, signal);
    if (this.#broken === undefined) return;
    throw new TrueupError(
      'E_SKIPPED',
      `${host}: nothing was changed, because the plan could not be confirmed on ${this.#broken}`,
      {
        host,
        hint: 'A saved plan is applied as a whole or not at all. Plan again.',
      },
    );
  }
}

function isAsPlanned(step: PlannedStep, planned: SavedStep | undefined, salt: string): boolean {
  if (planned?.state !== step.state) return false;
  if (planned.want !== wantDigest(step.declared.resource, salt)) return false;
  return inKeys(step) === inKeys(planned);
}

/** Without the labels, which another version may word differently. */
function inKeys({ changes }: Step): string {
  return JSON.stringify(changes.map(({ verb, key, from, to }) => [verb, key, from, to]));
}

/** `stale` lists the resources that have changed, one per line. */
export function stalePlan(
  host: string,
  stale: string,
  rest = 'nothing was changed on that host',
): TrueupError {
  return new TrueupError(
    'E_STALE_PLAN',
    `the saved plan is stale: ${host} has changed in the meantime; ${rest}`,
    {
      host,
      output: stale,
      hint: 'Plan again and review the changes.',
    },
  );
}
