// Plans, applies, verifies and rolls back a few files on this machine, without ssh; run by apply.test.ts where it may.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyFleet } from '../../../lib/converge/apply-fleet.js';
import { rollbackFleet } from '../../../lib/converge/rollback-fleet.js';
import type { EngineOptions, RunResult } from '../../../lib/engine/engine-options.js';
import { recordsOfHosts } from '../../../lib/engine/records-of-hosts.js';
import { loadFleet } from '../../../lib/inventory/load-fleet.js';
import { directory, file, sh, succeeds } from '../../../lib/kit.js';
import type { Event } from '../../../lib/model/event.js';
import type { RunMark } from '../../../lib/model/record.js';
import type { Role } from '../../../lib/model/role.js';
import { planFleet } from '../../../lib/plan/plan-fleet.js';
import { nameRun } from '../../../lib/undo/history/record-paths.js';
import { lastChange, planRollback } from '../../../lib/undo/rollback/rollback-plan.js';
import { verifyFleet } from '../../../lib/verify/verify-fleet.js';

/** What one part of the cycle came to. */
export interface Told {
  readonly part: string;
  readonly ok: boolean;
  /** Steps by what became of them. */
  readonly changed: readonly string[];
  readonly transports: readonly string[];
  /** What went wrong, if anything did. */
  readonly troubles: readonly string[];
}

const [inventory = '', root = ''] = process.argv.slice(2);
const never = new AbortController().signal;
const path = join(root, 'made', 'note');

const notes: Role = {
  name: 'notes',
  why: 'something that does no harm',
  vars: {},
  resources: () => [
    directory({ path: join(root, 'made') }),
    file({ path, content: 'declared\n', mode: '0644' }),
  ],
  checks: ({ host }) => [
    succeeds({ title: 'the note is there', on: host.name, script: sh`grep -qx declared ${path}` }),
  ],
};

let events: Event[] = [];
function engine(command: RunMark['command']): EngineOptions & { readonly mark: RunMark } {
  const at = new Date();
  const run = nameRun(at, randomBytes(2).toString('hex'));
  return {
    ...{ forks: 1, roles: new Map([['notes', notes]]), packageRoot: '/nonexistent' },
    connect: { home: root, acceptNew: false },
    ...{ listener: (event: Event) => events.push(event), stop: never, abort: never },
    mark: { run, command, at: at.toISOString(), by: 'a test', version: '0' },
  };
}

async function part(name: string, work: () => Promise<Pick<RunResult, 'ok'>>): Promise<void> {
  events = [];
  const { ok } = await work();
  const told: Told = {
    ...{ part: name, ok },
    changed: events.flatMap((event) => (event.type === 'step.done' ? [event.resource] : [])),
    transports: events.flatMap((event) => (event.type === 'host.connected' ? [event.transport] : [])),
    troubles: events.flatMap((event) => ('trouble' in event ? [event.trouble.message] : [])),
  };
  process.stdout.write(`${JSON.stringify(told)}\n`);
}

const fleet = await loadFleet(inventory, { roles: engine('apply').roles });
const { hosts } = fleet;
const apply = (): Promise<RunResult> => applyFleet(fleet, hosts, engine('apply'));
const verify = async (): Promise<{ ok: boolean }> => {
  const report = async (verdicts: readonly Promise<unknown>[]): Promise<void> => {
    await Promise.all(verdicts);
  };
  return { ok: await verifyFleet(fleet, hosts, { ...engine('apply'), report }) };
};

await part('plan', () => planFleet(fleet, hosts, engine('apply')));
await part('verify before', verify);
await part('apply', apply);
await part('verify', verify);
await part('apply again', apply);
writeFileSync(path, 'tampered\n');
await part('apply after a change by hand', apply);
await part('rollback', async () => {
  const options = engine('rollback');
  const records = await recordsOfHosts(hosts, options);
  const target = lastChange(records.values());
  if (target === undefined) throw new Error('no run left a record');
  const plans = new Map([...records].map(([host, own]) => [host, planRollback(own, target)]));
  return rollbackFleet(hosts, { target, plans, mark: options.mark }, options);
});
