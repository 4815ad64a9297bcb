// Determines what would change on each host. This module can't reach any code that writes.
import { limitForks } from '../engine/limit-forks.js';
import { activeRoles } from '../compile/active-or-standby.js';
import { queuesOf } from '../compile/hosts-taking-turns.js';
import type { HostOutcome } from '../model/event.js';
import type { Fleet, Host } from '../model/fleet.js';
import type { HostPlan } from '../model/plan.js';
import { unfinishedRun } from '../undo/history/unfinished-run-notice.js';
import { foresee } from './refuse-before-connecting.js';
import { concludeRun, endHost, everyEnd, type HostEnd } from '../engine/conclude-run.js';
import { shown } from './diff-host.js';
import type { EngineOptions, PlanDigests, RunResult } from '../engine/engine-options.js';
import { openHost } from '../engine/open-host.js';
import { digestSteps } from './plan-digest.js';
import { foretellRefusal } from './readiness.js';
import { Machines } from './same-machine.js';
import { compare, declare, type SurveyContext } from './plan-host.js';
import { Tally } from '../engine/resource-counts.js';
import { outcomeOf } from '../engine/error-outcome.js';
import { TurnOrder } from './turn-order.js';
import { compileContextOf } from '../engine/compile-context.js';

/** Plans all hosts in parallel. An event and the result report each failure. `digests` receives the saved plans. */
export async function planFleet(
  fleet: Fleet,
  hosts: readonly Host[],
  options: EngineOptions,
  digests?: PlanDigests,
): Promise<RunResult> {
  const { listener } = options;
  const context = compileContextOf(fleet, options);
  const notices = foresee(hosts, context, options);
  listener({ type: 'run', command: 'plan', hosts: hosts.map((host) => host.name) });
  notices.forEach(listener);
  const limit = limitForks(options);
  const order = new TurnOrder(queuesOf(context, options.only));
  const shared = { context, machines: new Machines() };
  const ends = await everyEnd(
    hosts.map((host) => limit(() => planHost(host, shared, options, order, digests))),
  );
  for (const queue of order.queues) order.tell(queue, listener);
  return concludeRun(ends, listener);
}

async function planHost(
  host: Host,
  shared: SurveyContext,
  options: EngineOptions,
  order: TurnOrder,
  digests?: PlanDigests,
): Promise<HostEnd> {
  const tally = new Tally();
  try {
    if (options.stop.aborted) return end(host, options, tally, 'interrupted', []);
    const session = await openHost(host, options);
    try {
      const { declared, facts, open, readiness } = await declare(session, host, shared, options);
      for (const record of open) {
        const text = unfinishedRun(record, 'its unfinished changes are among these differences');
        options.listener({ type: 'notice', host: host.name, text });
      }
      const steps = await compare(session, host, declared, 1, options);
      tally.planned(steps);
      order.note(host, steps, activeRoles(host, facts, shared.context).length > 0);
      foretellRefusal(host.name, readiness, steps, options.listener);
      if (digests) {
        const own = await digestSteps(session, host.name, steps, digests.salt, options.abort);
        digests.keep({ host: host.name, steps: own });
      }
      const changes = steps.some((step) => step.state !== 'same');
      return end(host, options, tally, changes ? 'changed' : 'ok', steps.map(shown));
    } finally {
      await session.close();
    }
  } catch (error) {
    return end(host, options, tally, outcomeOf(error), [], error);
  }
}

function end(
  host: Host,
  { listener }: EngineOptions,
  tally: Tally,
  outcome: HostOutcome,
  steps: HostPlan['steps'],
  error?: unknown,
): HostEnd {
  const counts = tally.counts('changed', error !== undefined);
  return endHost({ outcome, counts, plan: { host: host.name, steps } }, listener, error);
}
