// Brings every host to its declared state, in parallel, in the order the roles ask for.
import pLimit from 'p-limit';
import { linesOf } from '../compile/lines.js';
import type { HostOutcome } from '../model/event.js';
import type { Fleet, Host } from '../model/fleet.js';
import type { HostPlan } from '../model/plan.js';
import { operatorName } from '../operator.js';
import { concludeRun, endHost, type HostEnd } from '../plan/conclude-run.js';
import type { EngineOptions, RunResult } from '../plan/engine-options.js';
import { foresee } from '../plan/foresee.js';
import { Tally } from '../plan/tally.js';
import { outcomeOf } from '../plan/trouble-of.js';
import { TurnOrder } from '../plan/turn-order.js';
import { workshopOf } from '../plan/workshop.js';
import type { Contract } from './contract.js';
import { convergeHost } from './converge-host.js';
import { Gates } from './gates.js';
import type { HostRun } from './host-run.js';
import { Turns } from './turns.js';
import { tellStopped } from './versions.js';

/**
 * A host that fails is told in an event and in the result; only what depends on it stops with it. With a contract a host
 * that isn't as planned stops all of them.
 */
export async function applyFleet(
  fleet: Fleet,
  hosts: readonly Host[],
  options: EngineOptions,
  contract?: Contract,
): Promise<RunResult> {
  const { listener, waitSeconds = 0 } = options;
  listener({ type: 'run', command: 'apply', hosts: hosts.map((host) => host.name) });
  const gates = new Gates(hosts, options.roles, options.only);
  const shop = workshopOf(fleet, options);
  const turns = new Turns(hosts, new TurnOrder(linesOf(shop, options.only)), listener);
  const limit = pLimit(options.forks);
  const reboots = pLimit(1);
  foresee(hosts, shop, options);
  const owner = `${operatorName()} (process ${process.pid}) since ${new Date().toISOString()}`;
  const ends = await Promise.all(
    hosts.map((host) =>
      applyHost({
        ...{
          host,
          shop,
          options,
          gates,
          turns,
          limit,
          reboots,
          tally: new Tally(),
          lock: { owner, waitSeconds },
        },
        ...(contract && { contract }),
      }),
    ),
  );
  await tellStopped(turns.stopped, shop, options);
  return concludeRun(ends, listener);
}

async function applyHost(run: HostRun): Promise<HostEnd> {
  const { host, gates, turns, tally, options } = run;
  const end = (outcome: HostOutcome, plan: HostPlan, error?: unknown): HostEnd => {
    const counts = tally.counts(
      'skipped',
      error !== undefined && outcome !== 'skipped' && outcome !== 'interrupted',
    );
    return endHost({ outcome, counts, plan }, options.listener, error);
  };
  try {
    const plan = await convergeHost(run);
    return end(tally.anyChanged ? 'changed' : 'ok', plan);
  } catch (error) {
    const outcome = outcomeOf(error);
    gates.fail(host);
    turns.end(host, outcome !== 'skipped' && outcome !== 'interrupted');
    run.contract?.fail(host.name);
    return end(outcome, { host: host.name, steps: [] }, error);
  }
}
