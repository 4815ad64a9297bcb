// Where no DNS server answers, each transport says so in time, and the program ends.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Connection } from '../../../lib/model/fleet.js';

const run = promisify(execFile);
const script = fileURLToPath(new URL('connect-and-leave.ts', import.meta.url));
const mute = fileURLToPath(new URL('mute-dns.ts', import.meta.url));

/** In a network and with files of its own. */
const apart = `ip link set lo up && mount --bind "$1/resolv.conf" /etc/resolv.conf &&
mount --bind "$1/nsswitch.conf" /etc/nsswitch.conf && shift && exec "$@"`;

describe('a resolver that never answers', () => {
  let folder: string;

  before(function () {
    try {
      execFileSync('unshare', ['-m', '-n', 'true'], { stdio: 'ignore' });
    } catch {
      this.skip();
    }
    folder = mkdtempSync(join(tmpdir(), 'trueup-test-'));
    // It would take two and a half minutes to give up: longer than this test may.
    writeFileSync(join(folder, 'resolv.conf'), 'nameserver 127.0.0.1\noptions timeout:30 attempts:5\n');
    writeFileSync(join(folder, 'nsswitch.conf'), 'hosts: files dns\n');
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  for (const transport of ['ssh2', 'openssh'] as const)
    it(`is told over ${transport}, and keeps no program from ending`, async () => {
      const connection: Connection = {
        ...{ transport, host: 'web1.example.com', user: 'root', configFile: 'none' },
        ...{ connectTimeoutSeconds: 2, become: false, becomeUser: 'root' },
      };
      const settings = join(folder, 'connection.json');
      writeFileSync(settings, JSON.stringify(connection));
      const program = ['--import', 'tsx', '--import', mute, script, settings];
      const args = ['-m', '-n', 'sh', '-c', apart, 'sh', folder, process.execPath, ...program];
      const { stdout } = await run('unshare', args);
      assert.match(
        stdout,
        /^E_CONNECT timers=\d+ box: web1\.example\.com port 22 can't be resolved: no DNS server answered in time\n$/,
      );
    });
});
