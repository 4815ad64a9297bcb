// A run of the real engine over few hosts with a role of the tests' own: deeds that take as long as a test needs.
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { applyFleet } from '../../../lib/converge/apply-fleet.js';
import { loadFleet } from '../../../lib/inventory/load-fleet.js';
import { defineRole, sh, Type } from '../../../lib/kit.js';
import type { Event } from '../../../lib/model/event.js';
import type { Connection } from '../../../lib/model/fleet.js';
import type { ResourceType } from '../../../lib/model/resource.js';
import type { Role } from '../../../lib/model/role.js';
import { redactorFor, redactEvents, secretsOf } from '../../../lib/report/redact.js';
import { planFleet } from '../../../lib/plan/plan-fleet.js';
import { resourceOf } from '../../../lib/resources/define-resource.js';
import { join as joined } from '../../../lib/shell/sh.js';
import { builtProgram } from '../../built-program.js';

/** Everything a run needs; plain data, so that a process of its own can be given it. */
export interface SmallRun {
  readonly command: 'plan' | 'apply';
  /** Host → its variables, as in hosts.yml. */
  readonly hosts: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly deeds: readonly Deed[];
  readonly forks?: number;
}

export interface Deed {
  /** Its trace on the host, in /run/trueup-test. */
  readonly name: string;
  /** What a host's shell does, once. */
  readonly text: string;
  readonly seconds?: number;
}

/** Where deeds leave their traces. */
export const traces = '/run/trueup-test';

const typeOf = (seconds: number): ResourceType<Deed, boolean> => ({
  type: `deed.of.${seconds}`,
  schedule: { seconds },
  id: (want) => want.name,
  probe: (wants) =>
    joined(wants.map(({ name }) => sh`if [ -e ${`${traces}/${name}`} ]; then echo y; else echo n; fi`)),
  read: ({ stdout }, wants) => wants.map((_, at) => stdout.split('\n')[at] === 'y'),
  diff: (_, have) => (have ? [] : [{ verb: 'run', key: 'deed' }]),
  apply: ({ name, text }) => sh`mkdir -p ${traces}; eval ${text}; : >${`${traces}/${name}`}`,
});

const types = new Map<number, ReturnType<typeof typeOf>>();

function roleOf(deeds: readonly Deed[]): ReadonlyMap<string, Role> {
  const role = defineRole({
    name: 'base',
    why: 'test',
    vars: Type.Object({}),
    *resources() {
      for (const deed of deeds) {
        const seconds = deed.seconds ?? 60;
        const type = types.get(seconds) ?? typeOf(seconds);
        types.set(seconds, type);
        yield resourceOf(type, deed);
      }
    },
  });
  return new Map([['base', role]]);
}

const never = new AbortController().signal;

/** Plays it here, to its end. */
export async function play(
  { command, hosts, deeds, forks = 10 }: SmallRun,
  listener: (event: Event) => void,
  signals: { readonly stop: AbortSignal; readonly abort: AbortSignal } = { stop: never, abort: never },
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'trueup-small-'));
  try {
    writeFileSync(join(folder, 'hosts.yml'), JSON.stringify({ all: { hosts } }));
    writeFileSync(join(folder, 'trueup.yml'), 'roles: {all: [base]}\n');
    const roles = roleOf(deeds);
    const fleet = await loadFleet(folder, { roles });
    const connect = { home: '/nonexistent', user: 'nobody', acceptNew: false };
    // As the command line does: no event leaves with a secret.
    const told = redactEvents(listener, redactorFor(secretsOf(fleet, roles)));
    const engine = { forks, roles, connect, packageRoot: folder, listener: told, ...signals };
    await (command === 'apply' ? applyFleet : planFleet)(fleet, fleet.hosts, engine);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same to its last event, and what it was. */
export async function played(run: SmallRun): Promise<readonly Event[]> {
  const events: Event[] = [];
  await play(run, (event) => events.push(event));
  return events;
}

/** How a host ended. */
export function endOf(events: readonly Event[], host: string): Extract<Event, { type: 'host.done' }> {
  const end = events.findLast((event) => event.type === 'host.done' && event.host === host);
  if (end?.type !== 'host.done') throw new Error(`${host} has no end: ${JSON.stringify(events.slice(-3))}`);
  return end;
}

/** A run in a process of its own, that can be killed. */
export interface Played {
  readonly child: ChildProcessWithoutNullStreams;
  /** So far. */
  readonly events: readonly Event[];
  /** Resolves with the first event that satisfies. */
  until(when: (event: Event) => boolean): Promise<Event>;
  /** The exit status; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  readonly stderr: () => string;
}

const script = fileURLToPath(new URL('small-run-child.ts', import.meta.url));

/** Starts one; `nodeArguments` as `--max-old-space-size=64`. */
export function startPlaying(run: SmallRun, nodeArguments: readonly string[] = []): Played {
  const child = spawn(process.execPath, [...nodeArguments, builtProgram(script)]);
  const events: Event[] = [];
  const waiting = new Set<(event: Event | undefined) => void>();
  let stderr = '';
  let half = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.on('error', () => undefined);
  child.stdin.end(JSON.stringify(run));
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (half + chunk.toString()).split('\n');
    half = lines.pop() ?? '';
    for (const line of lines) {
      const event = JSON.parse(line) as Event;
      events.push(event);
      for (const take of waiting) take(event);
    }
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (status) => {
      resolve(status);
      for (const take of waiting) take(undefined);
    });
  });
  return {
    child,
    events,
    ended,
    stderr: () => stderr,
    until: (when) =>
      new Promise((resolve, reject) => {
        const known = events.find(when);
        if (known) {
          resolve(known);
          return;
        }
        const take = (event: Event | undefined): void => {
          if (event && !when(event)) return;
          waiting.delete(take);
          if (event) resolve(event);
          else reject(new Error(`it ended first: ${JSON.stringify(events.slice(-2))} ${stderr}`));
        };
        waiting.add(take);
      }),
  };
}

/** A connection as variables of an inventory; known host keys are not compared where it goes through a stand-in. */
export function varsOf(
  connection: Connection,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const { host, port, user, privateKeyFile, knownHostsFile, become } = connection;
  return {
    ansible_host: host,
    ...(port === undefined ? {} : { ansible_port: port }),
    ...(user === undefined ? {} : { ansible_user: user }),
    ...(privateKeyFile === undefined ? {} : { ansible_ssh_private_key_file: privateKeyFile }),
    ...(knownHostsFile === undefined ? {} : { trueup_known_hosts_file: knownHostsFile }),
    trueup_ssh_config: 'none',
    ansible_become: become,
    ...more,
  };
}
