// Brings every host to its declared state, in parallel, in the order the roles ask for.
import { hostname, userInfo } from 'node:os';
import pLimit from 'p-limit';
import type { HostCounts, HostOutcome } from '../model/event.js';
import type { Fleet, Host } from '../model/fleet.js';
import type { HostPlan } from '../model/plan.js';
import type { EngineOptions, RunResult } from '../plan/engine-options.js';
import { discreetly } from '../plan/discreetly.js';
import { Tally } from '../plan/tally.js';
import { outcomeOf, troubleOf } from '../plan/trouble-of.js';
import { workshopOf } from '../plan/workshop.js';
import { convergeHost, type HostRun } from './converge-host.js';
import { Gates } from './gates.js';

interface Applied {
  readonly outcome: HostOutcome;
  readonly counts: HostCounts;
  readonly plan: HostPlan;
}

/** A host that fails is told in an event and in the result; only what depends on it stops with it. */
export async function applyFleet(
  fleet: Fleet,
  hosts: readonly Host[],
  outspoken: EngineOptions,
): Promise<RunResult> {
  const options = discreetly(fleet, outspoken);
  const { listener } = options;
  listener({ type: 'run', command: 'apply', hosts: hosts.map((host) => host.name) });
  const gates = new Gates(hosts, options.roles, options.only);
  const limit = pLimit(options.forks);
  const shop = workshopOf(fleet, options);
  const owner = `${userInfo().username}@${hostname()} (process ${process.pid}) since ${new Date().toISOString()}`;
  const applied = await Promise.all(
    hosts.map((host) =>
      applyHost({ host, shop, options, gates, limit, tally: new Tally(), lock: { owner } }),
    ),
  );
  const outcomes = new Map(hosts.map((host, at) => [host.name, applied[at]?.outcome ?? 'failed']));
  const ok = applied.every(({ outcome }) => outcome === 'ok' || outcome === 'changed');
  listener({
    type: 'summary',
    ok,
    hosts: Object.fromEntries(applied.map(({ plan, counts }) => [plan.host, counts])),
  });
  return { ok, outcomes, plans: applied.map(({ plan }) => plan) };
}

async function applyHost(run: HostRun): Promise<Applied> {
  const { host, gates, tally, options } = run;
  const end = (outcome: HostOutcome, plan: HostPlan, error?: unknown): Applied => {
    const counts = tally.counts(
      'skipped',
      error !== undefined && outcome !== 'skipped' && outcome !== 'interrupted',
    );
    const trouble = error === undefined ? {} : { trouble: troubleOf(error) };
    options.listener({ type: 'host.done', host: host.name, outcome, counts, ...trouble });
    return { outcome, counts, plan };
  };
  try {
    const plan = await convergeHost(run);
    return end(tally.anyChanged ? 'changed' : 'ok', plan);
  } catch (error) {
    gates.fail(host);
    return end(outcomeOf(error), { host: host.name, steps: [] }, error);
  }
}
