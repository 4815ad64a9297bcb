// Reboots a host in service: takes it out of service, reboots it, waits for a new boot id, and puts it back.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Facts } from '../model/facts.js';
import type { Host } from '../model/fleet.js';
import { paceOf } from '../model/host-timeouts.js';
import type { Drain } from '../model/role.js';
import { TrueupError } from '../model/trueup-error.js';
import type { PlannedStep } from '../plan/diff-host.js';
import { openHost } from '../engine/open-host.js';
import { sh } from '../shell/sh.js';
import type { Session } from '../wire/session.js';
import { chooseDrains } from './choose-drains.js';
import { must, putBack, putBackIfPossible, say, takeOut } from './drain-host.js';
import { untilHealthy } from './wait-until-healthy.js';
import { refuseIfStopped, type HostRun } from './host-run-context.js';
import { applyChanges } from './send-changes.js';

/** Servers test their memory and their disks before they boot. */
const bootSeconds = 900;
const questionSeconds = 150;

const bootId = sh`cat /proc/sys/kernel/random/boot_id`;
/** The status only shows that some unit failed, which the next probe of the host reports in more detail. */
const isUp = sh`timeout "$((120 * \${trueup_pace:-1}))" systemctl is-system-running --wait >/dev/null || true`;

/**
 * Reboots one host of a run at a time. Closes the session. Throws E_REBOOT, E_SKIPPED, E_CHECK if the host is unhealthy
 * afterwards, what `applyChanges` throws, and E_APPLY if a drain fails or trueup runs on the host itself.
 */
export async function rebootHost(
  run: HostRun,
  session: Session,
  step: PlannedStep,
  facts: Facts,
): Promise<void> {
  const { host, gates, turns, options, tally } = run;
  refuseOwn(host);
  // Both come before its place in `reboots`: the hosts that it waits for may have to reboot as well.
  await gates.waitForReady(host, options.stop);
  const rebooted = await turns.takeToReboot(host, options.stop);
  await run.reboots(async () => {
    let drains: readonly Drain[] = [];
    try {
      refuseIfStopped(run);
      drains = await chooseDrains(run, facts);
      await takeOut(run, drains);
      for (const { on, halt, seconds = 0 } of drains)
        if (halt) await must(run, on, halt, seconds + questionSeconds, 'taking the host out of service');
      refuseIfStopped(run);
      say(run, 'reboots');
      const started = performance.now();
      await applyChanges(session, host, [step], { watchers: [], tally, options });
      await session.close();
      await nextBoot(run, facts.bootId);
      say(run, `is up again after ${Math.round((performance.now() - started) / 1000)} s`);
      await untilAllHealthy(run);
      await putBack(run, drains);
    } catch (error) {
      await putBackIfPossible(run, drains);
      throw error;
    }
  });
  rebooted();
}

/** A run can't survive a reboot of the machine that it runs on. */
function refuseOwn({ name, connection }: Host): void {
  if (connection.transport !== 'local') return;
  const message = `${name}: the host needs a reboot, but trueup is running on it; all changes before the reboot were applied`;
  throw new TrueupError('E_APPLY', message, { host: name, hint: 'Reboot it yourself, then run again.' });
}

/** Waits until the host is healthy in every role for which it is in a queue. */
async function untilAllHealthy(run: HostRun): Promise<void> {
  const { host, turns, options } = run;
  const session = await openHost(host, { ...options, listener: () => undefined });
  try {
    for (const role of turns.rolesOf(host)) await untilHealthy(run, role, session);
  } finally {
    await session.close();
  }
}

async function nextBoot(run: HostRun, before: string): Promise<void> {
  const { host, options } = run;
  const seconds = bootSeconds * paceOf(host.connection);
  const end = performance.now() + seconds * 1000;
  let last: TrueupError | undefined;
  while (performance.now() < end) {
    await sleep(1000, undefined, { signal: options.abort });
    try {
      if ((await must(run, host.name, bootId, questionSeconds, 'reading the boot id')) === before) continue;
      await must(run, host.name, isUp, questionSeconds, 'waiting for the host to boot');
      return;
    } catch (error) {
      if (!(error instanceof TrueupError) || !isAway(error)) throw error;
      last = error;
    }
  }
  throw new TrueupError(
    'E_REBOOT',
    `${host.name}: the host did not come back within ${seconds} s after its reboot`,
    {
      host: host.name,
      cause: last,
      ...(last && { output: last.message }),
    },
  );
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
