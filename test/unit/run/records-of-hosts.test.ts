// The records of several hosts, some of which nobody answers for.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { EngineOptions } from '../../../lib/engine/engine-options.js';
import { recordsOfHosts } from '../../../lib/engine/records-of-hosts.js';
import { loadFleet } from '../../../lib/inventory/load-fleet.js';
import type { TrueupError } from '../../../lib/model/trueup-error.js';
import { inFolder, type Files } from '../inventory/inventory-of.js';

const closed = 'ansible_port: 1, trueup_ssh_config: none';
const files: Files = {
  'trueup.yml': 'roles: {}\n',
  'hosts.yml': `all: {hosts: {a: {ansible_host: 127.0.0.1, ${closed}}, b: {ansible_host: 127.0.0.2, ${closed}}, c: {ansible_connection: local}}}\n`,
};

function optionsIn(folder: string): EngineOptions {
  const never = new AbortController().signal;
  return {
    ...{ forks: 5, roles: new Map(), packageRoot: folder, stop: never, abort: never },
    connect: { home: join(folder, 'home'), acceptNew: false },
    listener: () => undefined,
  };
}

/** Of the hosts with these names. */
function hintFor(...names: readonly string[]): Promise<string> {
  return inFolder(files, async (folder) => {
    const { hosts } = await loadFleet(folder, { roles: new Map() });
    let hint = '';
    await assert.rejects(
      recordsOfHosts(
        hosts.filter(({ name }) => names.includes(name)),
        optionsIn(folder),
      ),
      (error: TrueupError) => {
        assert.match(error.message, /^a: /);
        hint = error.hint ?? '';
        return true;
      },
    );
    return hint;
  });
}

describe('Records of hosts that are off', () => {
  it('keep the place of an error', () =>
    inFolder(
      { ...files, 'hosts.yml': 'all: {hosts: {a: {ansible_connection: winrm}}}\n' },
      async (folder) => {
        const { hosts } = await loadFleet(folder, { roles: new Map() });
        await assert.rejects(recordsOfHosts(hosts, optionsIn(folder)), (error: TrueupError) => {
          assert.deepEqual([error.code, error.place?.line], ['E_INPUT', 1]);
          return true;
        });
      },
    ));

  it('name each such host', async () => {
    assert.match(await hintFor('a', 'b'), /The records of b could not be read either\.$/);
    assert.doesNotMatch(await hintFor('a'), /either|--limit/);
  });

  it('tell how to continue without them', async function () {
    if (process.getuid?.() !== 0) this.skip();
    const hint = await hintFor('a', 'b', 'c');
    assert.match(hint, /To continue with the other hosts only, add --limit 'all:!a:!b'\.$/);
  });
});
