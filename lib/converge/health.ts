// Waits until a host that was changed is well, by its own door.
import { setTimeout as sleep } from 'node:timers/promises';
import { factlessScopeOf, roleNamed } from '../compile/scope.js';
import { notLookedAt } from '../checks/could-not-look.js';
import type { Check } from '../model/check.js';
import { paceOf } from '../model/pace.js';
import type { Host } from '../model/fleet.js';
import type { RoleName } from '../model/role.js';
import type { Answer, Script } from '../model/script.js';
import { TrueupError } from '../model/trueup-error.js';
import type { HostRun } from './host-run.js';

/** Asks a host. */
export type Ask = (on: string, script: Script, seconds: number) => Promise<Answer>;

const questionSeconds = 30;

/** Throws E_CHECK where it isn't well in time, E_INTERRUPTED. */
export async function untilHealthy(run: HostRun, name: RoleName, ask: Ask): Promise<void> {
  const { host, shop, options } = run;
  const role = roleNamed(shop.roles, name);
  const health = role.turns?.healthy(factlessScopeOf(role, host, shop));
  if (!health) return;
  const seconds = health.seconds * paceOf(host.connection);
  const end = performance.now() + seconds * 1000;
  for (;;) {
    if (options.stop.aborted || options.abort.aborted)
      throw new TrueupError('E_INTERRUPTED', `${host.name}: stopped before it was known to be well`, {
        host: host.name,
      });
    const ills: string[] = [];
    // A session takes one question at a time.
    for (const check of health.checks) ills.push(...(await illOf(check, ask, options.abort, host)));
    if (ills.length === 0) return;
    if (performance.now() >= end)
      throw new TrueupError('E_CHECK', `${host.name}: ${name} is not well ${seconds} s after its change`, {
        host: host.name,
        output: ills.join('\n'),
        hint: 'The other hosts that serve the same thing were not changed. Mend this host and run again, or go back with `trueup rollback`.',
      });
    await sleep(1000, undefined, { signal: AbortSignal.any([options.stop, options.abort]) }).catch(
      () => undefined,
    );
  }
}

/** What doesn't hold, as one sentence. What could not be looked at doesn't hold. */
async function illOf(check: Check, ask: Ask, abort: AbortSignal, host: Host): Promise<readonly string[]> {
  try {
    const answers: Answer[] = [];
    for (const question of check.questions) {
      const seconds = questionSeconds * paceOf(host.connection);
      const signal = AbortSignal.any([abort, AbortSignal.timeout(seconds * 1000)]);
      answers.push(
        'ask' in question
          ? await question.ask(signal, host.connection)
          : await ask(question.on, question.script, seconds),
      );
    }
    const found = check.judge(answers);
    return found === undefined ? [] : [`failed check: ${check.title}: ${found}`];
  } catch (error) {
    return [`${check.title}: ${notLookedAt(error instanceof Error ? error : new Error(String(error)))}`];
  }
}
