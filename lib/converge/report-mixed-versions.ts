// If not all hosts of a service finished, reports which version each of them runs now.
import { limitForks } from '../engine/limit-forks.js';
import { inOneLine } from '../checks/inconclusive-check.js';
import { roleNamed, type CompileContext } from '../compile/role-scope.js';
import type { Host } from '../model/fleet.js';
import { paceOf } from '../model/host-timeouts.js';
import type { Script } from '../model/script.js';
import type { EngineOptions } from '../engine/engine-options.js';
import { askOn } from './ask-other-host.js';
import type { Stopped } from './wait-for-turn.js';

const questionSeconds = 30;

/** Characters of a version that are shown. */
const longest = 100;

/** Reports each such queue; the version of a host that can't be queried is left out. */
export async function tellStopped(
  stopped: readonly Stopped[],
  context: CompileContext,
  options: EngineOptions,
  ask = askOn,
): Promise<void> {
  const limit = limitForks(options);
  for (const { queue, hosts, failed, left } of stopped) {
    const { role, serves } = queue;
    const { turns } = roleNamed(context.roles, role);
    const found = await Promise.all(
      hosts.map(async (host) => {
        const script = turns?.version?.({
          host,
          vars: context.fleet.varsOf(host, roleNamed(context.roles, role)),
        });
        return script ? await limit(() => versionOn(host, script, context, options, ask)) : [];
      }),
    );
    const names = (some: readonly Host[]): readonly string[] => some.map(({ name }) => name);
    const versions = Object.fromEntries(found.flat());
    options.listener({
      type: 'turns.stopped',
      ...{ role, serves, failed: names(failed), left: names(left), versions },
    });
  }
}

async function versionOn(
  { name, connection }: Host,
  script: Script,
  context: CompileContext,
  options: EngineOptions,
  ask: typeof askOn,
): Promise<readonly (readonly [string, string])[]> {
  // Includes the time to connect: the report of a failure must not take longer than this.
  const late = AbortSignal.timeout(questionSeconds * paceOf(connection) * 1000);
  const abort = AbortSignal.any([options.abort, late]);
  try {
    const asking = { context, options: { ...options, abort } };
    const { status, stdout } = await ask(asking, name, script, questionSeconds);
    const version = inOneLine(stdout.split('\n', 1)[0] ?? '', longest);
    return status === 0 && version !== '' ? [[name, version]] : [];
  } catch {
    return [];
  }
}
