// A rollback must revert what a role did, and --prune must remove it once it is no longer declared.
import { differences, hostState, type HostState } from '../rollback/host-state.js';
import { withoutAllowed } from '../rollback/allowed-differences.js';
import type { Event } from '../../model/event.js';
import { typeNamed } from '../../resources/registry.js';
import type { Finding } from '../report-row.js';
import { packagesOnly, withNothingOf } from '../stage/altered-roles.js';
import type { Runs } from '../stage/engine-runs.js';
import type { Subject } from '../subject.js';
import type { Tried } from '../discovered-cases.js';
import { bad, counted, refuseTrouble } from './finding-texts.js';

type States = ReadonlyMap<string, HostState>;

/** Everything but packages is rolled back: those stay installed, so the state to go back to is a host with packages. */
export class GoingBack {
  #before: States = new Map();

  constructor(
    readonly runs: Runs,
    readonly subject: Subject,
  ) {}

  /** Applies, rolls back, and compares each host with its earlier state. */
  async rollsBack(): Promise<Finding> {
    const { runs } = this;
    const installed = await runs.apply({ roles: packagesOnly(runs.options.roles) });
    refuseTrouble('the package installation', installed.result, installed.events);
    this.#before = await statesOf(runs);
    const applied = await runs.apply();
    refuseTrouble('the apply', applied.result, applied.events);
    const back = await runs.rollback(applied.run);
    refuseTrouble('the rollback', back.result, back.events);
    return this.#compared(await statesOf(runs), saidToStay(back.events));
  }

  /** Applies once more, then declares nothing, and checks what is reported, what is removed, and what is left. */
  async isPruned(): Promise<Finding> {
    const { runs, subject } = this;
    const applied = await runs.apply();
    refuseTrouble('the apply', applied.result, applied.events);
    const created = createdBy(applied.events, subject);
    const roles = withNothingOf(runs.options.roles, subject.roles);
    const plan = await runs.plan({ roles });
    refuseTrouble("the plan without the roles' resources", plan.result, plan.events);
    const notices = noticesIn(plan.events);
    const missing = created.filter(({ host, resource }) => !(notices.get(host) ?? '').includes(resource));
    const pruned = await runs.apply({ roles, prune: { databases: [] } });
    refuseTrouble('apply --prune', pruned.result, pruned.events);
    const after = await runs.plan({ roles, prune: { databases: [] } });
    refuseTrouble('the plan after --prune', after.result, after.events);
    const left = after.result.plans.flatMap(({ host, steps }) =>
      steps
        .filter(({ state, role }) => state !== 'same' && subject.roles.includes(role))
        .map(({ resource }) => ({ host, resource })),
    );
    const cases: Tried[] = created.map(({ host, role, resource }) => {
      const title = `${host}: ${resource}`;
      if (missing.some((one) => one.host === host && one.resource === resource))
        return {
          resource,
          ...bad(
            title,
            `role ${role}: ${resource} is no longer declared, but no plan reports it as orphaned`,
          ),
        };
      if (left.some((one) => one.host === host && one.resource === `orphaned ${resource}`))
        return { resource, ...bad(title, `role ${role}: ${resource} still exists after --prune`) };
      return { title };
    });
    return { figures: counted(created.length, 'orphan'), cases };
  }

  #compared(now: States, stays: readonly string[]): Finding {
    const cases: Tried[] = [];
    let things = 0;
    for (const [host, state] of now) {
      things += state.size;
      const found = withoutAllowed(
        differences(this.#before.get(host) ?? new Map(), state),
        this.subject.stays,
      );
      for (const { kind, name, what } of found)
        cases.push(
          bad(
            `${host}: ${kind} ${name}`,
            `${host}: after the rollback, ${kind} ${name} ${what}`,
            cases.length > 0 || stays.length === 0 ? undefined : `the rollback reported: ${stays.join('; ')}`,
          ),
        );
    }
    return { figures: `${things} items compared`, cases, notes: stays };
  }
}

async function statesOf(runs: Runs): Promise<States> {
  const states = new Map<string, HostState>();
  for (const { name } of runs.stage.fleet.hosts) states.set(name, await runs.onHost(name, hostState));
  return states;
}

function saidToStay(events: readonly Event[]): readonly string[] {
  const steps = events.flatMap((event) => (event.type === 'host.back' ? event.steps : []));
  return steps.flatMap(({ resource, stays }) => stays.map((why) => `${resource}: ${why}`));
}

function noticesIn(events: readonly Event[]): ReadonlyMap<string, string> {
  const notices = new Map<string, string>();
  for (const event of events)
    if (event.type === 'notice' && event.host !== undefined)
      notices.set(event.host, `${notices.get(event.host) ?? ''}\n${event.text}`);
  return notices;
}

/** The resources of the roles under test that were created and that their types can remove. */
function createdBy(
  events: readonly Event[],
  { roles }: Subject,
): readonly { readonly host: string; readonly role: string; readonly resource: string }[] {
  return events.flatMap((event) => {
    if (event.type !== 'step.done' || !roles.includes(event.role)) return [];
    const [type = ''] = event.resource.split(' ');
    const { undo } = typeNamed(type) ?? {};
    const isMade = event.changes.some(({ verb }) => verb === 'create');
    if (!isMade || !undo?.remove || undo.removal?.byName) return [];
    return [{ host: event.host, role: event.role, resource: event.resource }];
  });
}
