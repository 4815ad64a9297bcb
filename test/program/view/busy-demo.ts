// Shows a run in which much is said while rows are on the screen; the test of the screen starts it in a terminal.
import { execFileSync } from 'node:child_process';
import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { openView } from '../../../cli/view/choose-view.js';
import type { HostCounts } from '../../../lib/model/event.js';
import { notice, resized, rounds } from './busy-words.js';

const counts: HostCounts = { ok: 5, changed: 1, failed: 0, skipped: 0, seconds: 0.5 };
const [count, ...widths] = process.argv.slice(2).map(Number);
const hosts = Array.from({ length: count ?? 0 }, (_, at) => `web${at + 1}`);

/** At once for both: nothing may be drawn between the emulator's resize and the terminal's. */
function resize(columns: number): void {
  writeSync(1, `\u001b]${resized};${columns}\u0007`);
  execFileSync('stty', ['cols', `${columns}`], { stdio: ['inherit', 'ignore', 'inherit'] });
}

const { listener, end } = await openView({ output: 'live' }, 'events', {
  inventory: 'inventory/lab',
  diff: undefined,
  placeOf: () => undefined,
  warnings: [],
});
listener({ type: 'run', command: 'apply', hosts });
for (let round = 1; round <= rounds; round++) {
  const host = hosts[round % hosts.length] ?? '';
  const resource = `systemd.unit nginx-${round}.service.d/zz-trueup-restart-a-long-name.conf`;
  listener({ type: 'step.started', host, role: 'nginx', resource, changes: [] });
  if (round % 3 === 0) listener({ type: 'notice', text: notice(round) });
  const width = round % 15 === 0 ? widths.shift() : undefined;
  if (width !== undefined) resize(width);
  await pause(40);
}
for (const host of hosts) listener({ type: 'host.done', host, outcome: 'changed', counts });
listener({ type: 'summary', ok: true, hosts: Object.fromEntries(hosts.map((host) => [host, counts])) });
await end();
