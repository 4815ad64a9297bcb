// A run as the engine tells it: every type of event, and the story of a small apply.
import type { Event, HostCounts } from '../../../lib/model/event.js';
import type { LabelledChange } from '../../../lib/model/resource.js';
import { Secret } from '../../../lib/model/secret.js';

export const counts: HostCounts = { ok: 1, changed: 0, failed: 0, skipped: 0, seconds: 0.4 };

const changes: readonly LabelledChange[] = [
  { verb: 'update', key: 'content', what: 'content', from: 'a\nb\n', to: 'a\nc\n' },
  {
    verb: 'update',
    key: 'password',
    what: 'password',
    from: new Secret('canary-old'),
    to: new Secret('canary-new'),
  },
];
const step = { host: 'lb1', role: 'haproxy', resource: 'file /etc/haproxy/haproxy.cfg', changes };
const trouble = {
  code: 'E_APPLY',
  message: 'web1: service nginx failed with status 1',
  output: 'nginx: [emerg] no "events" section',
  hint: 'look at the journal',
};

/** One event of each type; the compiler sees to it that none is missing. */
export const eachEvent: { readonly [Type in Event['type']]: Extract<Event, { type: Type }> } = {
  run: { type: 'run', command: 'apply', hosts: ['lb1', 'web1'] },
  'host.connecting': { type: 'host.connecting', host: 'lb1', address: '198.18.77.11', attempt: 2 },
  'host.connected': { type: 'host.connected', host: 'lb1', transport: 'ssh2' },
  'host.asking': { type: 'host.asking', host: 'lb1', what: 'state', questions: 3 },
  'host.planned': {
    type: 'host.planned',
    host: 'lb1',
    pass: 1,
    steps: [
      { resource: 'package haproxy', type: 'package', role: 'haproxy', state: 'same', changes: [] },
      { resource: step.resource, type: 'file', role: 'haproxy', state: 'change', changes },
      {
        resource: 'service haproxy',
        type: 'service',
        role: 'haproxy',
        state: 'unknown',
        changes: [],
        why: 'known after package haproxy',
      },
    ],
  },
  'host.waiting': { type: 'host.waiting', host: 'web1', role: 'nginx', on: ['app1', 'db1'] },
  turns: { type: 'turns', role: 'appserver', serves: 'guestbook', order: [['app3'], ['app1'], ['app2']] },
  'turns.stopped': {
    type: 'turns.stopped',
    role: 'appserver',
    serves: 'guestbook',
    failed: ['app1'],
    left: ['app2'],
    versions: { app1: '0123456789ab', app2: '0123456789ab' },
  },
  'step.started': { type: 'step.started', ...step },
  'step.waiting': {
    type: 'step.waiting',
    host: 'web1',
    role: 'nginx',
    resource: 'apt.packages nginx',
    on: 'unattended-upgr (process 812), which holds /var/lib/dpkg/lock-frontend',
  },
  'step.done': { type: 'step.done', ...step, seconds: 0.1 },
  'step.failed': {
    type: 'step.failed',
    host: 'web1',
    role: 'nginx',
    resource: 'service nginx',
    changes: [{ verb: 'run', key: 'reload', what: 'reload' }],
    seconds: 1.25,
    trouble,
  },
  'host.done': {
    type: 'host.done',
    host: 'web1',
    outcome: 'failed',
    counts: { ...counts, failed: 1, skipped: 2 },
    trouble: { ...trouble, place: { file: 'inventory/lab/trueup.yml', line: 3, column: 5 } },
  },
  'check.done': {
    type: 'check.done',
    host: 'db1',
    role: 'mysql',
    title: 'port 3306 on db1 is closed to web1',
    ok: false,
    seconds: 2,
    found: 'the port is open',
  },
  answer: { type: 'answer', host: 'lb1', status: 0, stdout: 'yes\n', stderr: '' },
  facts: {
    type: 'facts',
    host: 'lb1',
    facts: {
      hostname: 'lb1',
      os: { id: 'debian', version: '13', codename: 'trixie' },
      arch: 'x86_64',
      kernel: '6.12.0',
      bootId: 'c0ffee',
      cpus: 2,
      memoryMiB: 4096,
      interfaces: [{ name: 'eth0', addresses: ['198.18.77.11'] }],
      epoch: 1_800_000_000,
      virtualization: 'kvm',
      timeDaemon: 'chrony',
    },
  },
  record: {
    type: 'record',
    host: 'lb1',
    mark: {
      run: '20261123T071500.123Z-3f9c',
      command: 'apply',
      at: '2026-11-23T07:15:00.000Z',
      by: 'jane@laptop (process 4711)',
      version: '0.1.0',
      commit: 'a'.repeat(40),
      dirty: true,
      words: '--limit lb1',
    },
    order: 7,
    state: 'interrupted',
    finishedBy: '20261123T072500.123Z-77aa',
    rolledBackBy: '20261123T073500.123Z-0042',
    steps: [
      {
        resource: step.resource,
        role: 'haproxy',
        changes: [{ verb: 'update', what: 'content' }],
        state: 'done',
        stays: ['it is too large to keep'],
      },
    ],
  },
  'host.back': {
    type: 'host.back',
    host: 'lb1',
    runs: ['20261123T071500.123Z-3f9c'],
    steps: [{ run: '20261123T071500.123Z-3f9c', resource: step.resource, back: true, stays: [] }],
  },
  notice: { type: 'notice', host: 'lb1', text: 'lb1: the server asked for a pause' },
  summary: { type: 'summary', ok: true, hosts: { lb1: counts } },
};

/** lb1 changes a file; web1 waits, then fails. */
export const applyRun: readonly Event[] = [
  eachEvent.run,
  { type: 'host.connecting', host: 'lb1', address: '198.18.77.11', attempt: 1 },
  eachEvent['host.connected'],
  eachEvent['host.asking'],
  eachEvent['host.planned'],
  eachEvent['step.started'],
  eachEvent['step.done'],
  { type: 'host.done', host: 'lb1', outcome: 'changed', counts: { ...counts, ok: 2, changed: 1 } },
  { type: 'host.waiting', host: 'web1', role: 'nginx', on: ['lb1'] },
  eachEvent['step.failed'],
  { type: 'host.done', host: 'web1', outcome: 'failed', counts: { ...counts, failed: 1 }, trouble },
  {
    type: 'summary',
    ok: false,
    hosts: { lb1: { ...counts, ok: 2, changed: 1 }, web1: { ...counts, failed: 1 } },
  },
];

/** lb1 would change, web1 is as declared. */
export const planRun: readonly Event[] = [
  { type: 'run', command: 'plan', hosts: ['lb1', 'web1'] },
  eachEvent['host.planned'],
  { type: 'host.done', host: 'lb1', outcome: 'changed', counts: { ...counts, changed: 2 } },
  {
    type: 'host.planned',
    host: 'web1',
    pass: 1,
    steps: [{ resource: 'package nginx', type: 'package', role: 'nginx', state: 'same', changes: [] }],
  },
  { type: 'host.done', host: 'web1', outcome: 'ok', counts },
  { type: 'summary', ok: true, hosts: { lb1: { ...counts, changed: 2 }, web1: counts } },
];
