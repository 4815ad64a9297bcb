// Whether a new connection gets in to a host, now or within the time in which it undoes what kept the operator out.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Host } from '../model/fleet.js';
import { paceOf } from '../model/host-timeouts.js';
import type { EngineOptions } from '../engine/engine-options.js';
import { openHost } from '../engine/open-host.js';
import { revertsEnded } from '../undo/triggers/auto-revert.js';
import { withDeadline } from '../ssh/link/deadline.js';

/** Limits of a usual host. A login over a slow link. */
const loginSeconds = 15;

/** The switch waits for 30 s, and needs some to act. */
const comesBackSeconds = 50;

/** sshd counts failed logins: one that asks less often is not shut out. */
const pauseSeconds = 5;

/** One attempt, with the same settings, up to a root shell; where a switch acts just now, up to its end. */
export async function hasAccess(host: Host, options: EngineOptions): Promise<boolean> {
  const seconds = loginSeconds * paceOf(host.connection);
  const late = (): Error => new Error(`no login within ${seconds} s`);
  try {
    await withDeadline(seconds, options.abort, late, async (abort) => {
      const session = await openHost(host, { connect: options.connect, listener: () => undefined, abort });
      try {
        const settings = { onFailure: 'stop', secondsFor: () => seconds, signal: abort } as const;
        await session.run([revertsEnded], settings);
      } finally {
        await session.close();
      }
    });
    return true;
  } catch {
    return false;
  }
}

/** Attempts until the host has had the time to undo it. */
export async function regainsAccess(host: Host, options: EngineOptions): Promise<boolean> {
  const end = performance.now() + comesBackSeconds * paceOf(host.connection) * 1000;
  while (performance.now() < end && !options.abort.aborted) {
    if (await hasAccess(host, options)) return true;
    await sleep(pauseSeconds * 1000, undefined, { signal: options.abort }).catch(() => undefined);
  }
  return false;
}
