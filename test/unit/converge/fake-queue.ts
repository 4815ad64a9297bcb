// Hosts that serve the same thing, each a folder on this machine, brought through the real loop's steps in turns.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { queuesOf } from '../../../lib/compile/hosts-taking-turns.js';
import { Type } from '../../../lib/compile/schema-builder.js';
import { succeeds } from '../../../lib/checks/command-succeeds.js';
import { applyHost } from '../../../lib/converge/apply-host.js';
import { applyUpToUnknown, markDone } from '../../../lib/converge/apply-pass.js';
import { Gates } from '../../../lib/converge/wait-for-roles.js';
import { HostRecord } from '../../../lib/converge/record-host-run.js';
import type { HostRun } from '../../../lib/converge/host-run-context.js';
import { HostTurns } from '../../../lib/converge/take-turn.js';
import { Settling } from '../../../lib/converge/detect-not-converged.js';
import { Turns } from '../../../lib/converge/wait-for-turn.js';
import type { Event } from '../../../lib/model/event.js';
import type { Fleet, Host } from '../../../lib/model/fleet.js';
import type { HostPlan } from '../../../lib/model/plan.js';
import type { Impact, Resource, ResourceType } from '../../../lib/model/resource.js';
import type { Role } from '../../../lib/model/role.js';
import { diffHost } from '../../../lib/plan/diff-host.js';
import { Tally } from '../../../lib/engine/resource-counts.js';
import { Machines } from '../../../lib/plan/same-machine.js';
import { TurnOrder } from '../../../lib/plan/turn-order.js';
import { compileContextOf } from '../../../lib/engine/compile-context.js';
import { resourceOf } from '../../../lib/resources/define-resource.js';
import { sh } from '../../../lib/shell/sh.js';
import { Session } from '../../../lib/wire/session.js';
import { bareHost, localTransport } from '../../local-transport.js';
import { debian as facts } from '../roles/small-stack.js';

/** What is to be done on a host; `nothing`: it is as declared. */
export type Deed = Impact | 'calm' | 'nothing';

export interface FakeHost {
  readonly deed: Deed;
  readonly active?: true;
  /** How it goes wrong: its change fails, or it isn't well afterwards, or it was never reached. */
  readonly broken?: 'fails' | 'sick' | 'away';
}

interface DaemonWant {
  readonly host: string;
  readonly folder: string;
  readonly deed: Deed;
  readonly broken?: FakeHost['broken'];
}

const daemonType: ResourceType<DaemonWant, undefined> = {
  type: 'daemon',
  id: ({ host }) => host,
  probe: () => sh``,
  read: (_, wants) => wants.map(() => undefined),
  diff: ({ deed }) => (deed === 'nothing' ? [] : [{ verb: 'run', key: 'restart' }]),
  schedule: { impact: ({ deed }) => (deed === 'renews' || deed === 'interrupts' ? deed : undefined) },
  apply: ({ host, folder, broken }) => {
    const log = `${folder}/log`;
    return sh`
echo ${`${host} begins`} >>${log}
sleep 0.1
${broken === 'fails' ? sh`exit 9` : sh``}
echo ${`${host} ends`} >>${log}
${broken === 'sick' ? sh`` : sh`: >${`${folder}/${host}.well`}`}`;
  },
};
const daemon = (want: DaemonWant): Resource => resourceOf(daemonType, want);

function roleIn(folder: string): Role {
  return {
    name: 'app',
    why: 'for the test',
    vars: Type.Object({}),
    resources: () => [],
    turns: {
      serves: ({ host }) => (host.name.startsWith('other') ? 'another shop' : 'shop'),
      healthy: ({ host }) => ({
        seconds: 1,
        checks: [
          succeeds({
            title: `${host.name} is well`,
            on: host.name,
            script: sh`echo ${`${host.name} is asked`} >>${`${folder}/log`}; test -e ${`${folder}/${host.name}.well`}`,
          }),
        ],
      }),
    },
  };
}

export interface Played {
  /** `app1 begins`, `app1 ends`, `app1 is asked`, as they happened. */
  readonly log: readonly string[];
  /** By host: `changed`, or the outcome and message of what stopped it. */
  readonly ends: Readonly<Record<string, string>>;
  readonly events: readonly Event[];
  readonly turns: Turns;
}

/** Applies all of them at once; `signal` stops it. `onEvent` hears each event as it happens. */
export async function playQueue(
  fakes: Readonly<Record<string, FakeHost>>,
  forks: number,
  onEvent: (event: Event, stop: AbortController) => void = () => undefined,
): Promise<Played> {
  const folder = mkdtempSync(join(tmpdir(), 'trueup-line-'));
  const log = join(folder, 'log');
  writeFileSync(log, '');
  const stop = new AbortController();
  const events: Event[] = [];
  const listener = (event: Event): void => {
    events.push(event);
    onEvent(event, stop);
  };
  const roles = new Map([['app', roleIn(folder)]]);
  const hosts: readonly Host[] = Object.keys(fakes).map((name) => ({ ...bareHost(name), roles: ['app'] }));
  const options = {
    ...{ forks, roles, listener, packageRoot: '/nowhere' },
    connect: { home: '/nowhere', user: 'nobody', acceptNew: false },
    ...{ stop: stop.signal, abort: new AbortController().signal },
  };
  const fleet = {
    folder,
    hosts,
    host: (name) => hosts.find((host) => host.name === name) ?? bareHost(name),
    inGroup: () => hosts,
    withRole: () => hosts,
    varsOf: () => ({}) as never,
    offersOf: () => [],
  } satisfies Fleet;
  const context = compileContextOf(fleet, options);
  const gates = new Gates(hosts, roles, undefined);
  const turns = new Turns(hosts, new TurnOrder(queuesOf(context)), listener);
  const shared = {
    context,
    machines: new Machines(),
    options,
    gates,
    turns,
    limit: pLimit(forks),
    reboots: pLimit(1),
  };
  try {
    const converge = async (run: HostRun): Promise<HostPlan> => {
      const { host } = run;
      const { deed, active, broken } = fakes[host.name] ?? { deed: 'nothing' };
      const own = new HostTurns(run);
      const session = await Session.open(host, localTransport(['dash']), { signal: options.abort });
      try {
        if (broken === 'away') throw new Error('no route to host');
        const resource = daemon({ host: host.name, folder, deed, ...(broken && { broken }) });
        const steps = diffHost(host.name, [{ resource, role: 'app' }], [undefined]);
        turns.asked(host, steps, active === true);
        await markDone(run, session, steps, new Set(), own);
        const progress = { settling: new Settling(), record: new HostRecord(host.name, options), turns: own };
        await applyUpToUnknown(run, session, facts, steps, progress);
        return { host: host.name, steps: [] };
      } finally {
        await own.giveUp();
        await session.close();
      }
    };
    const lock = { owner: 'test', waitSeconds: 0 };
    await Promise.allSettled(
      hosts.map((host) => applyHost({ ...shared, host, lock, tally: new Tally() }, converge)),
    );
    const ends = events.flatMap((event) => {
      if (event.type !== 'host.done') return [];
      const { host, outcome, trouble } = event;
      return [[host, trouble ? `${outcome}: ${trouble.message}` : outcome] as const];
    });
    const lines = readFileSync(log, 'utf8').split('\n').slice(0, -1);
    return { log: lines, ends: Object.fromEntries(ends), events, turns };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
