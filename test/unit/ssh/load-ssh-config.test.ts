// The program ssh may take as long to read its configuration as a host's ansible_timeout allows.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import { loadSshConfig, type Asked, type Settings } from '../../../lib/ssh/config/load-ssh-config.js';
import { fastClock } from '../fast-clock.js';

describe('ssh -G', () => {
  const clock = fastClock();
  let bin = '';

  before(() => {
    bin = mkdtempSync(join(tmpdir(), 'trueup-ssh-'));
    writeFileSync(join(bin, 'ssh'), '#!/bin/sh\nexec sleep 60\n');
    chmodSync(join(bin, 'ssh'), 0o755);
  });
  after(() => {
    rmSync(bin, { recursive: true });
  });

  it('that hangs is ended, sooner for a usual host, and the variable is named', async () => {
    for (const [timeout, seconds] of [
      [10, 10],
      [60, 60],
    ] as const) {
      const asked = loadSshConfig(
        'web1',
        'its-config',
        { alias: `web1-${timeout}` },
        { connectTimeoutSeconds: timeout },
        { home: '/nowhere', acceptNew: false, environment: { PATH: `${bin}:/usr/bin:/bin` } },
      );
      await assert.rejects(asked, (error: unknown) => {
        assert.ok(error instanceof TrueupError);
        assert.equal(error.message, `web1: ssh took longer than ${seconds} s to read its-config`);
        assert.equal(
          error.hint,
          `To find out what it is waiting for, run \`ssh -G -F its-config web1\`. If the host is slow, raise its ansible_timeout (now ${timeout} s); most time limits scale with it.`,
        );
        return true;
      });
    }
    assert.deepEqual([...new Set(clock.asked)], [10_000, 60_000]);
  });
});

describe('the program ssh', () => {
  it('that is not installed leaves the defaults where nobody wrote a file', async () => {
    const options = { home: userInfo().homedir, acceptNew: false, environment: { PATH: '/nowhere' } };
    const timeout = { connectTimeoutSeconds: 30 };
    const ask = (file: string | undefined, more: Partial<Asked> = {}): Promise<Settings> =>
      loadSshConfig('web1', file, { alias: 'web1', ...more }, timeout, options);
    if (!existsSync(join(options.home, '.ssh/config'))) assert.equal((await ask(undefined)).changed.size, 0);
    assert.equal((await ask('none')).changed.size, 0);
    const missing = /^web1: .* cannot be read, because the ssh program is not installed here$/;
    await assert.rejects(ask('/its-config'), (error: Error) => missing.test(error.message));
    await assert.rejects(ask('none', { options: ['BindAddress=::1'] }), (error: Error) =>
      missing.test(error.message),
    );
  });

  it('that refuses an option names what to correct, for each host', async () => {
    const options = { home: '/nowhere', acceptNew: false, environment: { PATH: '/usr/bin:/bin' } };
    for (const host of ['web1', 'web2']) {
      const asked = { alias: host, options: ['ProxyJmp=x'] };
      await assert.rejects(
        loadSshConfig(host, 'none', asked, { connectTimeoutSeconds: 10 }, options),
        (error: unknown) => {
          assert.ok(error instanceof TrueupError);
          assert.equal(
            error.message,
            `${host}: ssh rejects the options from the inventory: command-line: line 0: Bad configuration option: proxyjmp`,
          );
          assert.match(error.hint ?? '', /ansible_ssh_common_args/);
          return true;
        },
      );
    }
  });
});
