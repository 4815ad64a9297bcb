// Brings every host to its declared state, in parallel, in the order that the roles require.
import pLimit from 'p-limit';
import { limitForks } from '../engine/limit-forks.js';
import { queuesOf } from '../compile/hosts-taking-turns.js';
import type { Fleet, Host } from '../model/fleet.js';
import { operatorName } from '../operator.js';
import { concludeRun, everyEnd } from '../engine/conclude-run.js';
import type { EngineOptions, RunResult } from '../engine/engine-options.js';
import { foresee } from '../plan/refuse-before-connecting.js';
import { Machines } from '../plan/same-machine.js';
import { Tally } from '../engine/resource-counts.js';
import { TurnOrder } from '../plan/turn-order.js';
import { compileContextOf } from '../engine/compile-context.js';
import { applyHost } from './apply-host.js';
import type { SavedPlan } from './enforce-saved-plan.js';
import { convergeHost } from './converge-host.js';
import { Gates } from './wait-for-roles.js';
import { lockOwner } from '../wire/host-lock.js';
import { Turns } from './wait-for-turn.js';
import { tellStopped } from './report-mixed-versions.js';

/**
 * An event and the result report each host that fails; only what depends on it is skipped. With a saved plan, a host
 * that isn't as planned stops all hosts.
 */
export async function applyFleet(
  fleet: Fleet,
  hosts: readonly Host[],
  options: EngineOptions,
  savedPlan?: SavedPlan,
): Promise<RunResult> {
  const { listener, waitSeconds = 0 } = options;
  const context = compileContextOf(fleet, options);
  const notices = foresee(hosts, context, options);
  listener({ type: 'run', command: 'apply', hosts: hosts.map((host) => host.name) });
  notices.forEach(listener);
  const gates = new Gates(hosts, options.roles, options.only);
  const turns = new Turns(hosts, new TurnOrder(queuesOf(context, options.only)), listener);
  const limit = limitForks(options);
  const reboots = pLimit(1);
  const owner = lockOwner(`${operatorName()} (process ${process.pid})`, new Date().toISOString());
  const shared = {
    context,
    machines: new Machines(),
    options,
    gates,
    turns,
    limit,
    reboots,
    lock: { owner, waitSeconds },
  };
  const ends = await everyEnd(
    hosts.map((host) =>
      applyHost({ ...shared, host, tally: new Tally(), ...(savedPlan && { savedPlan }) }, convergeHost),
    ),
  );
  await tellStopped(turns.stopped, context, options);
  return concludeRun(ends, listener);
}
