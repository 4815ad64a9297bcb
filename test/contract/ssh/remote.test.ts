// Both transports against the test host: users with all kinds of login shells, passwords, jumps.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { Connection } from '../../../lib/model/fleet.js';
import { Secret } from '../../../lib/model/secret.js';
import { testHost } from '../test-host.js';
import { loginContract } from './login-contract.js';
import { failureOf, optionsFor, runOnce } from './run-once.js';
import { channelContract } from './transport-contract.js';

const password = randomBytes(12).toString('hex');

const setUp = `
for user in tu-dash tu-noisy tu-busybox; do
  id $user >/dev/null 2>&1 || useradd -m $user
  mkdir -p /home/$user/.ssh && cp "$1" /home/$user/.ssh/authorized_keys && chown -R $user: /home/$user/.ssh
done
usermod -s /bin/dash tu-dash
usermod -s /bin/bash tu-noisy
for file in .bashrc .profile .bash_profile; do echo 'echo noise on stdout; echo noise on stderr >&2' > /home/tu-noisy/$file; done
if command -v busybox >/dev/null; then
  mkdir -p /opt/tu && ln -sf "$(command -v busybox)" /opt/tu/sh && usermod -s /opt/tu/sh tu-busybox && echo busybox
fi
`;

for (const name of ['ssh2', 'openssh'] as const) {
  describe(`the ${name} transport and the test host`, () => {
    let host: Connection;
    let isThere = false;
    let folder: string;
    let hasBusybox = false;

    const root = (script: string): ReturnType<typeof runOnce> =>
      runOnce(host, optionsFor(folder), 'sudo -n -- /bin/sh -s', script);
    const as = (user: string): Connection => ({ ...host, transport: name, user });

    before(async function () {
      host = { ...testHost.call(this), transport: 'ssh2' };
      isThere = true;
      folder = mkdtempSync(join(tmpdir(), 'trueup-test-'));
      const keys = `/home/${host.user ?? ''}/.ssh/authorized_keys`;
      const answer = await root(`set -- ${keys}\n${setUp}`);
      assert.equal(answer.status, 0, answer.stderr);
      hasBusybox = answer.stdout.includes('busybox');
      await root(`echo 'tu-dash:${password}' | chpasswd`);
    });
    after(async () => {
      if (!isThere) return;
      await root('for user in tu-dash tu-noisy tu-busybox; do userdel -rf $user; done; rm -rf /opt/tu');
      rmSync(folder, { recursive: true, force: true });
    });

    for (const contract of [channelContract, loginContract]) {
      contract(
        name,
        () => host,
        () => folder,
      );
    }

    it('gives a usable stream under dash as the login shell', async () => {
      const { stdout, status } = await runOnce(
        as('tu-dash'),
        optionsFor(folder),
        'sh -s',
        'echo $((6 * 7)); exit 5\n',
      );
      assert.deepEqual([stdout.toString(), status], ['42\n', 5]);
    });

    it('gives a usable stream under busybox as the login shell', async function () {
      if (!hasBusybox) this.skip();
      const { stdout, status } = await runOnce(
        as('tu-busybox'),
        optionsFor(folder),
        'sh -s',
        'echo ok; exit 5\n',
      );
      assert.deepEqual([stdout.toString(), status], ['ok\n', 5]);
    });

    it('gives a usable stream behind a login shell that prints noise', async () => {
      const { stdout, status } = await runOnce(
        as('tu-noisy'),
        optionsFor(folder),
        'sh -s',
        'echo ours; exit 5\n',
      );
      assert.equal(status, 5);
      assert.ok(stdout.toString().endsWith('ours\n'), stdout.toString());
      assert.ok(stdout.includes('noise'), 'the shell printed nothing: this tests nothing');
    });

    it('logs in with a password that no process shows in its arguments or environment', async () => {
      const seen = new Set<string>();
      let looked = 0;
      const watcher = setInterval(() => {
        looked++;
        for (const shown of processesShowing(password)) seen.add(shown);
      }, 10);
      const connection = withPassword(as('tu-dash'), password);
      const { stdout } = await runOnce(connection, optionsFor(folder), 'id -un; sleep 0.3');
      clearInterval(watcher);
      assert.equal(stdout.toString(), 'tu-dash\n');
      assert.ok(looked > 5, `looked ${looked} times`);
      assert.deepEqual([...seen], []);
    });

    it('refuses a wrong password after one attempt, and does not show it', async () => {
      const attempts: number[] = [];
      const options = optionsFor(folder, { onAttempt: (attempt) => attempts.push(attempt) });
      const error = await failureOf(withPassword(as('tu-dash'), 'wr0ng-pass'), options);
      assert.equal(error.code, 'E_AUTH');
      assert.deepEqual(attempts, [1]);
      assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes('wr0ng-pass'));
    });

    it('jumps through one and through two servers, each verified under its own name', async () => {
      const known = readFileSync(host.knownHostsFile!, 'utf8');
      const names = ['127.0.0.1', 'localhost'];
      const lines = known.split('\n').map((line) => line.split(' '));
      const own = lines.filter(([hosts = '']) => hosts.split(',').includes(host.host));
      const also = (name: string): string => own.map(([, ...key]) => [name, ...key].join(' ')).join('\n');
      const file = join(folder, `jump-${name}`);
      writeFileSync(file, [known, ...names.map(also)].join('\n') + '\n');
      const first = `${host.user ?? ''}@${host.host}`;
      const through = (jump: string, to: string): Connection => ({
        ...as(host.user ?? ''),
        host: to,
        proxyJump: jump,
        knownHostsFile: file,
      });
      const command = 'echo $SSH_CONNECTION';
      const one = await runOnce(through(first, '127.0.0.1'), optionsFor(folder), command);
      assert.match(one.stdout.toString(), /^127\.0\.0\.1 /);
      const two = await runOnce(
        through(`${first},${host.user ?? ''}@127.0.0.1`, 'localhost'),
        optionsFor(folder),
        command,
      );
      assert.match(two.stdout.toString(), /^(127\.0\.0\.1|::1) /);
      writeFileSync(file, `${known}\n${also('localhost')}\n`);
      const error = await failureOf(
        through(`${first},${host.user ?? ''}@127.0.0.1`, 'localhost'),
        optionsFor(folder),
      );
      assert.equal(error.code, 'E_HOST_KEY');
      assert.match(error.message, /127\.0\.0\.1 is unknown/);
    });
  });
}

function withPassword({ privateKeyFile, ...keyless }: Connection, secret: string): Connection {
  assert.ok(privateKeyFile, 'the test host is reached by key');
  return { ...keyless, password: new Secret(secret) };
}

/** Files of /proc that hold the text. */
function processesShowing(text: string): readonly string[] {
  const files = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`]);
  return files.filter((file) => {
    try {
      return readFileSync(file, 'latin1').includes(text);
    } catch {
      // It ended meanwhile, or is somebody else's.
      return false;
    }
  });
}
