// Where hosts that serve the same thing didn't all come to their end: what each of them runs by now.
import pLimit from 'p-limit';
import { roleNamed, type Workshop } from '../compile/scope.js';
import type { Host } from '../model/fleet.js';
import type { Script } from '../model/script.js';
import type { EngineOptions } from '../plan/engine-options.js';
import { askOn } from './ask-on.js';
import type { Stopped } from './turns.js';

const questionSeconds = 30;

/** Tells of each such line; a host that can't be asked is left out. */
export async function tellStopped(
  stopped: readonly Stopped[],
  shop: Workshop,
  options: EngineOptions,
): Promise<void> {
  const limit = pLimit(options.forks);
  for (const { line, hosts, failed, left } of stopped) {
    const { role, serves } = line;
    const { turns } = roleNamed(shop.roles, role);
    const found = await Promise.all(
      hosts.map(async (host) => {
        const script = turns?.version?.({ host, vars: shop.fleet.varsOf(host, roleNamed(shop.roles, role)) });
        return script ? await limit(() => versionOn(host, script, shop, options)) : [];
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
  { name }: Host,
  script: Script,
  shop: Workshop,
  options: EngineOptions,
): Promise<readonly (readonly [string, string])[]> {
  const abort = AbortSignal.any([options.abort, AbortSignal.timeout(questionSeconds * 1000)]);
  try {
    const { status, stdout } = await askOn(
      { shop, options: { ...options, abort } },
      name,
      script,
      questionSeconds,
    );
    const [version = ''] = stdout.split('\n');
    return status === 0 && version !== '' ? [[name, version]] : [];
  } catch {
    return [];
  }
}
