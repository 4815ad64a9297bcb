// Shows a run of three hosts on a terminal; the test of the live view starts it in one.
import { setTimeout as pause } from 'node:timers/promises';
import { openView } from '../../../cli/view/choose-view.js';
import type { HostCounts } from '../../../lib/model/event.js';

const counts: HostCounts = { ok: 5, changed: 1, failed: 0, skipped: 0, seconds: 0.5 };
const hosts = ['lb1', 'web1', 'db1'];
const step = { role: 'base', resource: 'file /etc/motd', changes: [] } as const;

const { listener, aside, end } = await openView({ output: 'live' }, 'events', {
  inventory: 'inventory/lab',
  diff: undefined,
  placeOf: () => undefined,
  warnings: [],
});
listener({ type: 'run', command: 'apply', hosts });
for (const host of hosts) listener({ type: 'host.asking', host, what: 'state', questions: 6 });
// On a busy machine the first rows come late.
await pause(1500);
listener({ type: 'notice', text: 'a notice in the middle' });
for (const host of hosts) listener({ type: 'step.started', host, ...step });
await pause(300);
await aside(async () => {
  process.stdout.write('a question, nothing else moves\n');
  await pause(300);
  process.stdout.write('the answer\n');
});
await pause(300);
for (const host of hosts) {
  listener({ type: 'step.done', host, ...step, seconds: 0.2 });
  listener({ type: 'host.done', host, outcome: 'changed', counts });
}
listener({ type: 'summary', ok: true, hosts: Object.fromEntries(hosts.map((host) => [host, counts])) });
await end();
