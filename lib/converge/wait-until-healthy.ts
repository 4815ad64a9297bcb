// Waits until a host that was changed passes its own health checks.
import { setTimeout as sleep } from 'node:timers/promises';
import { wholeOf } from '../compile/role-instances.js';
import { factlessScopeOf, roleNamed } from '../compile/role-scope.js';
import { paceOf } from '../model/host-timeouts.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import { TrueupError } from '../model/trueup-error.js';
import type { Session } from '../wire/session.js';
import { askOver } from './ask-other-host.js';
import type { HostRun } from './host-run-context.js';
import { illOf } from './check-during-run.js';

/**
 * Uses the host's own session, and separate ones for questions to other hosts. Throws E_CHECK if the host isn't healthy
 * in time, E_INTERRUPTED, and immediately any error that ended the session.
 */
export async function untilHealthy(
  run: HostRun,
  name: RoleName,
  session: Pick<Session, 'run'>,
): Promise<void> {
  const { host, context, options } = run;
  const role = roleNamed(context.roles, name);
  // A role with turns has no instances.
  const whole = wholeOf(role, host, context.fleet);
  const health = role.turns?.healthy(factlessScopeOf(role, whole, host, context));
  if (!health) return;
  const seconds = health.seconds * paceOf(host.connection);
  const end = performance.now() + seconds * 1000;
  for (;;) {
    if (options.stop.aborted || options.abort.aborted)
      throw new TrueupError('E_INTERRUPTED', `${host.name}: interrupted before its health was checked`, {
        host: host.name,
      });
    const ills: string[] = [];
    // A session takes one question at a time.
    for (const check of health.checks)
      ills.push(...(await illOf(check, askOver(run, session), options.abort, host)));
    if (ills.length === 0) return;
    if (performance.now() >= end)
      throw new TrueupError(
        'E_CHECK',
        `${host.name}: ${name} is still unhealthy ${seconds} s after its change`,
        {
          host: host.name,
          output: ills.join('\n'),
          hint: 'The remaining hosts of the same service were not changed. Fix this host and run again, or roll back with `trueup rollback`.',
        },
      );
    await sleep(1000, undefined, { signal: AbortSignal.any([options.stop, options.abort]) }).catch(
      () => undefined,
    );
  }
}
