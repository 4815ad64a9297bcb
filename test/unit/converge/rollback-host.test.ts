import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyRollback } from '../../../lib/converge/rollback-host.js';
import type { EngineOptions } from '../../../lib/engine/engine-options.js';
import { sh } from '../../../lib/shell/sh.js';
import { Session } from '../../../lib/wire/session.js';
import { bareHost, localTransport } from '../../local-transport.js';

describe('a rollback that is stopped', () => {
  it('begins nothing when it was stopped before', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trueup-back-'));
    const signal = new AbortController().signal;
    const session = await Session.open(bareHost(), localTransport(['dash']), { signal });
    try {
      const path = join(folder, 'touched');
      const options: EngineOptions = {
        forks: 1,
        roles: new Map(),
        connect: { home: '/nowhere', user: 'nobody', acceptNew: false },
        packageRoot: '/nowhere',
        listener: () => undefined,
        stop: AbortSignal.abort(),
        abort: signal,
      };
      const part = {
        resource: 'file x',
        role: 'test',
        what: 'as it was',
        script: sh`: >${path}`,
        wayIn: false,
      };
      const counts = { changed: 0, failed: 0 };
      const stopped = await applyRollback(session, 'h1', [part], options, counts);
      assert.equal(stopped?.message, 'h1: stopped before file x');
      assert.equal(existsSync(path), false);
      assert.deepEqual(counts, { changed: 0, failed: 0 });
    } finally {
      await session.close();
      rmSync(folder, { recursive: true });
    }
  });
});
