// How long a host has to let somebody in: the inventory says it before ssh_config, and that before the default.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '../../../lib/model/fleet.js';
import { paceOf } from '../../../lib/model/host-timeouts.js';
import { opensshArguments, opensshConfig } from '../../../lib/ssh/config/openssh-arguments.js';
import { resolveTarget } from '../../../lib/ssh/config/resolve-target.js';
import { fleetOf } from '../inventory/inventory-of.js';

const options = { home: '/nonexistent', user: 'ann', acceptNew: false };

describe('the connect timeout', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'trueup-test-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const cases = [
    ['nothing says it', undefined, {}, 10, 1],
    ['ssh_config says it', '45', {}, 45, 1],
    ['ssh_config sets no limit', 'none', {}, 10, 1],
    ['ssh_config says it in minutes', '2m', {}, 120, 1],
    ['the inventory says it', undefined, { ansible_timeout: 20 }, 20, 2],
    ['both say it', '45', { ansible_timeout: 20 }, 20, 2],
    ['the inventory says what is usual', '45', { ansible_timeout: 10 }, 10, 1],
    ['the older name says what is usual', '45', { ansible_ssh_timeout: 10 }, 10, 1],
    ['trueup’s own variable says what is usual', '45', { trueup_connect_timeout: 10 }, 10, 1],
    ['arguments of ssh say what is usual', '45', { ansible_ssh_common_args: '-o ConnectTimeout=10' }, 10, 1],
  ] as const;

  for (const [when, configured, vars, seconds, pace] of cases)
    it(`is ${seconds} s where ${when}`, async () => {
      const configFile = join(folder, configured ?? 'empty');
      writeFileSync(configFile, configured === undefined ? '' : `ConnectTimeout ${configured}\n`);
      const hosts = { h: { ...vars, ansible_host: '10.0.0.1', trueup_ssh_config: configFile } };
      const fleet = await fleetOf({ 'hosts.yml': JSON.stringify({ all: { hosts } }) });
      const { connection } = fleet.host('h');
      const target = await resolveTarget('h', connection, options);
      assert.equal(target.connectTimeoutSeconds, seconds);
      assert.match(
        opensshConfig(target, connection, options, []),
        new RegExp(`^ConnectTimeout ${seconds}$`, 'm'),
      );
      assert.equal(paceOf(connection), pace, 'only the inventory says how slow a host is');
    });

  it('holds until the greeting of a host behind jump servers, which let somebody in by then', async () => {
    const connection: Connection = {
      ...{ transport: 'openssh' as const, host: '10.0.0.1', proxyJump: 'me@a,me@b', configFile: 'none' },
      ...{ become: false, becomeUser: 'root' },
    };
    const target = await resolveTarget('h', connection, options);
    const args = opensshArguments(target, connection, { config: '/c', log: '/l' }, false);
    assert.ok(args.includes('ConnectTimeout=150'), args.join(' '));
    assert.match(opensshConfig(target, connection, options, []), /^ConnectTimeout 10$/m);
  });
});
