// Whether a new connection to a host succeeds, now or within the time that the host needs to revert a lockout.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Host } from '../model/fleet.js';
import { paceOf } from '../model/host-timeouts.js';
import type { EngineOptions } from '../engine/engine-options.js';
import { openHost } from '../engine/open-host.js';
import { revertsEnded } from '../undo/triggers/auto-revert.js';
import { withDeadline } from '../ssh/link/deadline.js';

/** For a login over a slow link. Like the time below, it is extended for slow hosts. */
const loginSeconds = 15;

/** The switch waits for 30 s, and needs some more to revert. */
const comesBackSeconds = 50;

/** sshd counts failed logins: a client that retries no faster than this isn't blocked. */
const pauseSeconds = 5;

/** One attempt, with the same settings, to get a root shell. Waits for a revert that is in progress. */
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

/** Retries until the host has had enough time to revert the change. */
export async function regainsAccess(host: Host, options: EngineOptions): Promise<boolean> {
  const end = performance.now() + comesBackSeconds * paceOf(host.connection) * 1000;
  while (performance.now() < end && !options.abort.aborted) {
    if (await hasAccess(host, options)) return true;
    await sleep(pauseSeconds * 1000, undefined, { signal: options.abort }).catch(() => undefined);
  }
  return false;
}
