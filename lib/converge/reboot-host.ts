// Reboots a host that serves: out of service, down, up again with another boot id, back into service.
import { setTimeout as sleep } from 'node:timers/promises';
import { roleNamed } from '../compile/scope.js';
import type { Facts } from '../model/facts.js';
import type { Drain } from '../model/role.js';
import type { Script } from '../model/script.js';
import { paceOf } from '../model/pace.js';
import { TrueupError } from '../model/trueup-error.js';
import type { PlannedStep } from '../plan/diff-host.js';
import { openHost } from '../plan/open-host.js';
import { sh } from '../shell/sh.js';
import type { Session } from '../wire/session.js';
import type { HostRun } from './host-run.js';
import { tell } from './tell.js';

/** Servers test their memory and their disks before they boot. */
const bootSeconds = 900;
const drainSeconds = 120;

const bootId = sh`cat /proc/sys/kernel/random/boot_id`;
/** Its status only tells that some unit failed, which the next look at the host will say better. */
const isUp = sh`timeout "$((120 * \${trueup_pace:-1}))" systemctl is-system-running --wait >/dev/null || true`;

/** One host of a run at a time. Closes the session. Throws E_REBOOT, E_SKIPPED, what `tell` throws, and a drain's E_APPLY. */
export async function rebootHost(
  run: HostRun,
  session: Session,
  step: PlannedStep,
  facts: Facts,
): Promise<void> {
  const { host, gates, options, tally } = run;
  // Before its turn: whoever it waits for needs one as well.
  await gates.waitForReady(host, options.stop);
  await run.reboots(async () => {
    if (options.stop.aborted)
      throw new TrueupError('E_INTERRUPTED', `${host.name}: stopped`, { host: host.name });
    const drains = drainsOf(run, facts);
    for (const { on, out } of drains) {
      say(run, `out of service: ${on === host.name ? 'here' : `on ${on}`}`);
      await ask(run, on, out);
    }
    say(run, 'reboots');
    const started = performance.now();
    await tell(session, host, [step], { watchers: [], tally, options });
    await session.close();
    await nextBoot(run, facts.bootId);
    say(run, `is up again after ${Math.round((performance.now() - started) / 1000)} s`);
    for (const { on, back } of drains) {
      if (!back) continue;
      await ask(run, on, back);
      say(run, `back in service on ${on}`);
    }
  });
}

function drainsOf({ host, shop: { fleet, roles } }: HostRun, facts: Facts): readonly Drain[] {
  return host.roles.flatMap((name) => {
    const role = roleNamed(roles, name);
    return [...(role.drain?.({ host, fleet, facts, vars: fleet.varsOf(host, role) }) ?? [])];
  });
}

function say({ host, options }: HostRun, text: string): void {
  options.listener({ type: 'notice', host: host.name, text });
}

/** A script on any host of the fleet, over a connection of its own. */
async function ask(run: HostRun, on: string, script: Script): Promise<string> {
  const { options, shop } = run;
  const session = await openHost(shop.fleet.host(on), { ...options, listener: () => undefined });
  try {
    const [answer] = await session.run([script], {
      onFailure: 'go on',
      secondsFor: () => drainSeconds + 30,
      signal: options.abort,
    });
    if (answer?.status === 0) return answer.stdout.trim();
    const output = [answer?.stdout, answer?.stderr].join('\n').trim();
    throw new TrueupError('E_APPLY', `${on}: what takes ${run.host.name} out of service failed`, {
      host: on,
      output,
    });
  } finally {
    await session.close();
  }
}

async function nextBoot(run: HostRun, before: string): Promise<void> {
  const { host, options } = run;
  const seconds = bootSeconds * paceOf(host.connection);
  const end = performance.now() + seconds * 1000;
  let last: unknown;
  while (performance.now() < end) {
    await sleep(1000, undefined, { signal: options.abort });
    try {
      if ((await ask(run, host.name, bootId)) === before) continue;
      await ask(run, host.name, isUp);
      return;
    } catch (error) {
      if (!(error instanceof TrueupError) || !isAway(error)) throw error;
      last = error;
    }
  }
  throw new TrueupError('E_REBOOT', `${host.name}: did not come back from its reboot within ${seconds} s`, {
    host: host.name,
    cause: last,
    ...(last instanceof Error ? { output: last.message } : {}),
  });
}

/** pam_nologin(8) refuses users while a host boots or goes down: that looks like a refused login. */
function isAway({ code }: TrueupError): boolean {
  return [
    'E_CONNECT',
    'E_LOST_CONNECTION',
    'E_AUTH',
    'E_SUDO',
    'E_PROTOCOL',
    'E_TIMEOUT',
    'E_APPLY',
  ].includes(code);
}
