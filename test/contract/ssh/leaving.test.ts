// A program that connected ends by itself: no timer, socket or child is left to keep it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { builtProgram } from '../../built-program.js';
import { canRunSshd, startLocalSshd, type LocalSshd } from './local-sshd.js';

const run = promisify(execFile);
const script = fileURLToPath(new URL('connect-and-leave.ts', import.meta.url));

describe('a program that connected', () => {
  let sshd: LocalSshd | undefined;
  before(async function () {
    if (!canRunSshd()) this.skip();
    sshd = await startLocalSshd();
  });
  after(() => sshd?.stop());

  for (const transport of ['ssh2', 'openssh'] as const) {
    for (const fails of [false, true]) {
      it(`ends by itself after ${fails ? 'a refused login' : 'a session'} with ${transport}`, async () => {
        const connection = { ...sshd!.connection, transport, ...(fails ? { user: 'nobody' } : {}) };
        const file = join(sshd!.folder, 'connection.json');
        writeFileSync(file, JSON.stringify(connection));
        const args = ['--trace-warnings', builtProgram(script), file];
        const { stdout, stderr } = await run(process.execPath, args, { timeout: 10_000 });
        const [said, timers] = stdout.trim().split(' ');
        assert.deepEqual([said, timers], [fails ? 'E_AUTH' : 'status=3', 'timers=0']);
        assert.equal(stderr, '');
      });
    }
  }
});
