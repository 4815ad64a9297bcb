// Runs verify over three hosts in memory: web1, web2 and db1, each with the same role.
import { defineRole, Type, type Check, type Role } from '../../../lib/kit.js';
import type { Event } from '../../../lib/model/event.js';
import { Secret } from '../../../lib/model/secret.js';
import { verifyFleet } from '../../../lib/verify/verify-fleet.js';
import { runSuites, type ReporterName } from '../../../lib/verify/mocha-suites.js';
import { ExitCode } from '../../../lib/run/exit-code.js';
import { fleetOf } from '../inventory/inventory-of.js';
import { FakeHost, type Reply } from './fake-shell.js';

const never = new AbortController().signal;

/** Holds where the host answers `yes`. */
export function says(on: string, text: string, retry?: Check['retry']): Check {
  return {
    title: `${on} says yes to ${text}`,
    questions: [{ on, script: { text, masked: text, blobs: [] } }],
    judge: ([answer]) => (answer?.stdout === 'yes' ? undefined : `it says ${answer?.stdout ?? 'nothing'}`),
    ...(retry && { retry }),
  };
}

export interface Wish {
  readonly checks: (host: string) => readonly Check[];
  readonly reply?: (text: string, times: number) => Reply;
  readonly unreachable?: readonly string[];
  readonly about?: readonly string[];
  readonly reporter?: ReporterName;
  readonly jsonFile?: string;
  readonly stop?: AbortController;
  /** The hosts' ansible_timeout; defaults to 10. */
  readonly timeout?: number;
  /** No host booted or was changed a moment ago. */
  readonly settled?: true;
}

/** What came of it: exit code, events, and what the reporter wrote. */
export async function verify({
  checks,
  reply = () => 'yes',
  unreachable = [],
  about,
  reporter = 'tap',
  jsonFile,
  stop,
  settled,
  timeout = 10,
}: Wish) {
  const role = defineRole({
    name: 'base',
    why: 'test',
    vars: Type.Object({}),
    *resources() {},
    checks: ({ host }) => checks(host.name),
  });
  const roles: ReadonlyMap<string, Role> = new Map([['base', role]]);
  const fleet = await fleetOf(
    { 'hosts.yml': `all: {hosts: {web1: , web2: , db1: }, vars: {ansible_timeout: ${timeout}}}` },
    { roles },
  );
  const hosts = new Map(
    fleet.hosts.map(({ name }) => [
      name,
      new FakeHost(reply, unreachable.includes(name) ? 'E_CONNECT' : undefined, settled, name),
    ]),
  );
  const exit = new ExitCode();
  const events: Event[] = [];
  let report = '';
  await verifyFleet(
    fleet,
    fleet.hosts.filter(({ name }) => !about || about.includes(name)),
    {
      forks: 5,
      roles,
      connect: { home: '/nonexistent', user: 'nobody', acceptNew: false, password: new Secret('canary') },
      packageRoot: '/nonexistent',
      listener: (event) => {
        exit.take(event);
        events.push(event);
      },
      stop: stop?.signal ?? never,
      abort: never,
      open: (name) => hosts.get(name)?.open() ?? Promise.reject(new Error(`who is ${name}?`)),
      report: (verdicts, subjects) =>
        runSuites(subjects, verdicts, {
          reporter,
          ...(jsonFile === undefined ? {} : { jsonFile }),
          write: (text) => (report += text),
          colour: false,
          signal: stop?.signal ?? never,
        }),
    },
  );
  const outcomes = Object.fromEntries(
    events.flatMap((event) => (event.type === 'host.done' ? [[event.host, event.outcome]] : [])),
  );
  const found = events.flatMap((event) => (event.type === 'check.done' ? [event.found] : []));
  return { code: exit.code, outcomes, found, events, report, hosts };
}
