// The program ssh may take as long to read its configuration as a host's ansible_timeout allows.
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import { loadSshConfig } from '../../../lib/ssh/config/ssh-config.js';
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
          `See what it waits for: ssh -G -F its-config web1. If the host is slow, raise its ansible_timeout (now ${timeout} s); most time limits scale with it.`,
        );
        return true;
      });
    }
    assert.deepEqual([...new Set(clock.asked)], [10_000, 60_000]);
  });
});
