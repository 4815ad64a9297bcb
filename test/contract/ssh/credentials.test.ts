// What each transport logs in with: encrypted keys, agents, settings of ssh_config; against a sshd on loopback.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../../../lib/model/fleet.js';
import { Secret } from '../../../lib/model/secret.js';
import { canRunSshd, keygen, publicKey, startLocalSshd, type LocalSshd } from './local-sshd.js';
import { failureOf, optionsFor, runOnce } from './run-once.js';

for (const name of ['ssh2', 'openssh'] as const) {
  describe(`what the ${name} transport logs in with`, () => {
    let sshd: LocalSshd;
    let agent: { readonly socket: string; stop(): void };
    const at = (file: string): string => join(sshd.folder, file);
    const connection = (): Connection => ({ ...sshd.connection, transport: name });
    const keyless = (): Connection => {
      const { privateKeyFile, ...rest } = connection();
      assert.ok(privateKeyFile);
      return rest;
    };
    const newKey = (file: string, passphrase = ''): string => {
      keygen(at(file), '-t', 'ed25519', '-N', passphrase);
      return at(file);
    };
    const authorize = (...files: string[]): void => {
      writeFileSync(at('authorized_keys'), files.map((file) => publicKey(file)).join('\n') + '\n');
    };
    const ssh = (...files: string[]): void => {
      execFileSync('ssh-add', ['-q', ...files], { env: { SSH_AUTH_SOCK: agent.socket }, stdio: 'ignore' });
    };

    before(function () {
      if (!canRunSshd()) this.skip();
    });
    beforeEach(async () => {
      sshd = await startLocalSshd();
      const socket = at('agent');
      const child = spawn('ssh-agent', ['-D', '-a', socket], {
        stdio: 'ignore',
        // What it asks is declined.
        env: { ...process.env, SSH_ASKPASS: '/bin/false', SSH_ASKPASS_REQUIRE: 'force' },
      });
      agent = { socket, stop: () => child.kill() };
      await sleep(100);
    });
    afterEach(async () => {
      agent.stop();
      await sshd.stop();
    });

    it('opens an encrypted key with a passphrase that is asked for once, for all hosts', async () => {
      authorize(newKey('locked', 'open sesame'));
      const prompts: string[] = [];
      const askPassphrase = async (prompt: string): Promise<Secret> => {
        prompts.push(prompt);
        await sleep(50);
        return new Secret('open sesame');
      };
      const options = optionsFor(sshd.folder, { askPassphrase });
      const target = { ...connection(), privateKeyFile: at('locked') };
      const answers = await Promise.all(
        [1, 2, 3].map((status) => runOnce(target, options, `exit ${status}`)),
      );
      assert.deepEqual(
        answers.map((answer) => answer.status),
        [1, 2, 3],
      );
      assert.equal(prompts.length, 1);
      assert.ok(prompts[0]?.includes(at('locked')));
    });

    it('says so where nobody can be asked for a passphrase', async () => {
      const file = newKey('locked', 'open sesame');
      authorize(file);
      const error = await failureOf({ ...connection(), privateKeyFile: file }, optionsFor(sshd.folder));
      assert.equal(error.code, 'E_AUTH');
      assert.match(error.message, /\/locked is encrypted, but no passphrase was given/);
      assert.match(error.hint ?? '', /^Load the key into the agent \(ssh-add \S+\/locked\)/);
    });

    const ciphers = name === 'ssh2' ? ['aes256-ctr'] : ['aes256-ctr', 'chacha20-poly1305@openssh.com'];
    for (const cipher of ciphers)
      it(`says so where the passphrase is wrong, and does not show it (${cipher})`, async () => {
        keygen(at('locked'), '-t', 'ed25519', '-N', 'open sesame', '-Z', cipher);
        authorize(at('locked'));
        const askPassphrase = (): Promise<Secret> => Promise.resolve(new Secret('open barley'));
        const error = await failureOf(
          { ...connection(), privateKeyFile: at('locked') },
          optionsFor(sshd.folder, { askPassphrase }),
        );
        assert.equal(error.code, 'E_AUTH');
        assert.match(error.message, /\/locked: the passphrase is wrong/);
        assert.match(error.hint ?? '', /^To try a passphrase, run: ssh-keygen -y -f \S+\/locked$/);
        assert.ok(!`${error.message}${error.output ?? ''}${error.stack ?? ''}`.includes('barley'));
      });

    it('says nothing of a passphrase that is right, where the account is refused', async () => {
      await sshd.stop();
      sshd = await startLocalSshd('AuthenticationMethods publickey,password');
      const file = newKey('locked', 'open sesame');
      authorize(file);
      const askPassphrase = (): Promise<Secret> => Promise.resolve(new Secret('open sesame'));
      const error = await failureOf(
        { ...connection(), privateKeyFile: file },
        optionsFor(sshd.folder, { askPassphrase }),
      );
      assert.equal(error.code, 'E_AUTH');
      assert.doesNotMatch(`${error.message} ${error.hint ?? ''}`, /passphrase/);
    });

    it('says so where nobody confirms to the agent that it may sign', async () => {
      const file = newKey('held');
      authorize(file);
      ssh('-c', file);
      const error = await failureOf(keyless(), optionsFor(sshd.folder, { agentSocket: agent.socket }));
      assert.equal(error.code, 'E_AUTH');
      assert.match(error.message, /did not sign/);
      assert.match(error.hint ?? '', /^Confirm the use of the key when the agent asks/);
    });

    for (const [type, ...args] of [['rsa', '-b', '3072'], ['ecdsa'], ['rsa', '-b', '2048', '-m', 'PEM']]) {
      it(`logs in with a key of type ${[type, ...args].join(' ')}`, async () => {
        keygen(at('other'), '-t', type ?? '', ...args);
        authorize(at('other'));
        const { status } = await runOnce(
          { ...connection(), privateKeyFile: at('other') },
          optionsFor(sshd.folder),
          'exit 3',
        );
        assert.equal(status, 3);
      });
    }

    it('logs in with a key of the agent, with no key named', async () => {
      const file = newKey('held');
      authorize(file);
      ssh(file);
      const options = optionsFor(sshd.folder, { agentSocket: agent.socket });
      assert.equal((await runOnce(keyless(), options, 'exit 3')).status, 3);
    });

    it('has the agent sign for a named key whose private half is not here', async () => {
      const file = newKey('held');
      authorize(file);
      ssh(file);
      copyFileSync(`${file}.pub`, at('public-only.pub'));
      const target = { ...connection(), privateKeyFile: at('public-only.pub') };
      assert.equal(
        (await runOnce(target, optionsFor(sshd.folder, { agentSocket: agent.socket }), 'exit 3')).status,
        3,
      );
    });

    it('offers only the named key, whatever the agent holds', async () => {
      const others = [1, 2, 3, 4].map((count) => newKey(`other${count}`));
      ssh(...others);
      const options = optionsFor(sshd.folder, { agentSocket: agent.socket });
      assert.equal((await runOnce(connection(), options, 'exit 3')).status, 3);
      assert.doesNotMatch(sshd.log(), /Failed publickey/);
    });

    it('offers no more keys of an agent than a server bears', async () => {
      const others = [1, 2, 3, 4, 5, 6, 7, 8].map((count) => newKey(`other${count}`));
      ssh(...others);
      const error = await failureOf(keyless(), optionsFor(sshd.folder, { agentSocket: agent.socket }));
      assert.equal(error.code, 'E_AUTH');
      assert.doesNotMatch(error.message, new RegExp(sshd.folder + '/id'));
    });

    it('follows ~/.ssh/config: HostName, Port, User, IdentityFile, UserKnownHostsFile', async () => {
      mkdirSync(at('.ssh'));
      const lines = [
        'Host nick*',
        '  HostName 127.0.0.1',
        `  Port ${sshd.port}`,
        `  User ${sshd.connection.user ?? ''}`,
        `  IdentityFile ${at('id')}`,
        `  UserKnownHostsFile ${at('known_hosts')}`,
      ];
      writeFileSync(at('.ssh/config'), lines.join('\n') + '\n');
      const nick: Connection = { transport: name, host: 'nickname', become: false, becomeUser: 'root' };
      assert.equal((await runOnce(nick, optionsFor(sshd.folder), 'exit 3')).status, 3);
    });

    it('lets the inventory win over ssh_config', async () => {
      const lines = [
        'Host *',
        '  Port 1',
        '  User nobody',
        '  IdentityFile /nowhere',
        '  UserKnownHostsFile /nowhere',
      ];
      writeFileSync(at('config'), lines.join('\n') + '\n');
      const target = { ...connection(), configFile: at('config') };
      assert.equal((await runOnce(target, optionsFor(sshd.folder), 'exit 3')).status, 3);
    });

    it('jumps as ssh_config says, and verifies the jump server first', async () => {
      const bastion = await startLocalSshd();
      try {
        copyFileSync(at('authorized_keys'), join(bastion.folder, 'authorized_keys'));
        const lines = [
          'Host bastion',
          '  HostName 127.0.0.1',
          `  Port ${bastion.port}`,
          'Host 127.0.0.1',
          '  ProxyJump bastion',
        ];
        writeFileSync(at('config'), lines.join('\n') + '\n');
        const target = { ...connection(), user: sshd.connection.user!, configFile: at('config') };
        const refused = await failureOf(target, optionsFor(sshd.folder));
        assert.equal(refused.code, 'E_HOST_KEY');
        assert.ok(refused.message.includes(`[127.0.0.1]:${bastion.port} is unknown`), refused.message);
        assert.doesNotMatch(sshd.log(), /Connection from/, 'the host was reached around its jump server');
        writeFileSync(at('known_hosts'), readFileSync(join(bastion.folder, 'known_hosts')), { flag: 'a' });
        assert.equal((await runOnce(target, optionsFor(sshd.folder), 'exit 3')).status, 3);
        assert.match(bastion.log(), /Accepted publickey/);
      } finally {
        await bastion.stop();
      }
    });
  });
}
