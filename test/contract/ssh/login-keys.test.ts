// Which keys reach a host, by both transports and by ssh itself: what one of them can do the others can.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../../../lib/model/fleet.js';
import { Secret } from '../../../lib/model/secret.js';
import { keyCases, type Keys } from './login-key-cases.js';
import { canRunSshd, keygen, publicKey, startLocalSshd, type LocalSshd } from './local-sshd.js';
import { failureOf, optionsFor, runOnce } from './run-once.js';

describe('the keys that reach a host', () => {
  let sshd: LocalSshd;
  let agent: { readonly socket: string; stop(): void };

  before(function () {
    if (!canRunSshd()) this.skip();
  });
  beforeEach(async () => {
    sshd = await startLocalSshd();
    const socket = join(sshd.folder, 'agent');
    const child = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    agent = { socket, stop: () => child.kill() };
    await sleep(100);
  });
  afterEach(async () => {
    agent.stop();
    await sshd.stop();
  });

  const keys = (): Keys => {
    const at = (file: string): string => join(sshd.folder, file);
    return {
      at,
      make(file, ...args) {
        keygen(at(file), ...(args.includes('-t') ? [] : ['-t', 'ed25519']), ...args);
        return at(file);
      },
      allow(...files) {
        writeFileSync(at('authorized_keys'), files.map((file) => `${publicKey(file)}\n`).join(''));
      },
      load(...files) {
        const env = { SSH_AUTH_SOCK: agent.socket };
        execFileSync('ssh-add', ['-q', ...files], { env, stdio: 'ignore' });
      },
    };
  };

  function configured(lines: readonly string[]): Connection {
    const { privateKeyFile, ...connection } = sshd.connection;
    assert.ok(privateKeyFile);
    const file = join(sshd.folder, 'config');
    writeFileSync(file, `${lines.join('\n')}\n`);
    return { ...connection, configFile: file };
  }

  /** Whether ssh, started by hand with the same settings, runs a command there. */
  function bySsh({ configFile = '', knownHostsFile = '', port = 0, user = '' }: Connection): boolean {
    const args = ['-F', configFile, '-o', 'BatchMode=yes', '-o', `UserKnownHostsFile=${knownHostsFile}`];
    const to = ['-p', String(port), '-l', user, '127.0.0.1', 'exit 3'];
    const env = { PATH: process.env['PATH'], HOME: sshd.folder, SSH_AUTH_SOCK: agent.socket };
    return spawnSync('ssh', [...args, ...to], { env }).status === 3;
  }

  for (const { what, set, reached, says } of keyCases)
    it(`${what}: ${reached ? 'reached' : 'refused'}`, async () => {
      const connection = configured(set(keys()));
      assert.equal(bySsh(connection), reached, 'ssh itself');
      const options = optionsFor(sshd.folder, { agentSocket: agent.socket });
      for (const transport of ['ssh2', 'openssh'] as const) {
        if (reached) {
          const { status } = await runOnce({ ...connection, transport }, options, 'exit 3');
          assert.equal(status, 3, transport);
        } else {
          const error = await failureOf({ ...connection, transport }, options);
          assert.equal(error.code, 'E_AUTH', `${transport}: ${error.message}`);
          if (says) assert.match(`${error.message}\n${error.hint ?? ''}`, says, transport);
        }
      }
    });

  for (const transport of ['ssh2', 'openssh'] as const) {
    it(`asks, with ${transport}, for no passphrase of a key that the server would not take`, async () => {
      const { make, allow } = keys();
      const files = [make('locked', '-N', 'open sesame'), make('wanted', '-N', 'open barley')];
      allow(files[1] ?? '');
      const connection = configured(files.map((file) => `IdentityFile ${file}`));
      const prompts: string[] = [];
      const askPassphrase = (prompt: string): Promise<Secret> => {
        prompts.push(prompt);
        return Promise.resolve(new Secret('open barley'));
      };
      const options = optionsFor(sshd.folder, { askPassphrase });
      assert.equal((await runOnce({ ...connection, transport }, options, 'exit 3')).status, 3);
      assert.equal(prompts.length, 1);
      assert.ok(prompts[0]?.includes(files[1] ?? ''), prompts[0]);
    });

    it(`asks, with ${transport}, for no password of a host that takes keys`, async () => {
      const { make, allow } = keys();
      allow(make('good'));
      const connection = configured([`IdentityFile ${make('other')}`]);
      const askPassphrase = (prompt: string): Promise<Secret> => assert.fail(prompt);
      const options = optionsFor(sshd.folder, { askPassphrase });
      assert.equal((await failureOf({ ...connection, transport }, options)).code, 'E_AUTH');
    });

    it(`offers keys, with ${transport}, though a password is given`, async () => {
      const { make, allow } = keys();
      const file = make('good');
      allow(file);
      const connection = configured([`IdentityFile ${file}`]);
      const target: Connection = { ...connection, transport, password: new Secret('wrong') };
      assert.equal((await runOnce(target, optionsFor(sshd.folder), 'exit 3')).status, 3);
    });
  }

  it('asks for an encrypted id_ed25519 that nobody named though there is an old id_rsa', async () => {
    const { at, make, allow } = keys();
    mkdirSync(at('.ssh'));
    make('.ssh/id_rsa', '-t', 'rsa', '-b', '2048');
    allow(make('.ssh/id_ed25519', '-N', 'open sesame'));
    const connection = configured([]);
    const askPassphrase = (): Promise<Secret> => Promise.resolve(new Secret('open sesame'));
    // ssh itself looks into the account's home, which no test writes to.
    const options = optionsFor(sshd.folder, { askPassphrase });
    assert.equal((await runOnce({ ...connection, transport: 'ssh2' }, options, 'exit 3')).status, 3);
  });
});
