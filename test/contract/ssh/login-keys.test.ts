// Which keys reach a host, by both transports and by ssh itself: what one of them can do the others can.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../../../lib/model/fleet.js';
import { Secret } from '../../../lib/model/secret.js';
import { canRunSshd, keygen, publicKey, startLocalSshd, type LocalSshd } from './local-sshd.js';
import { failureOf, optionsFor, runOnce } from './run-once.js';

interface Keys {
  readonly at: (file: string) => string;
  /** A new key pair, which the server knows where it is `good`. */
  make(file: string, ...args: string[]): string;
  /** The server takes these and no others. */
  allow(...files: string[]): void;
  load(...files: string[]): void;
}

interface Case {
  readonly what: string;
  /** Answers with the lines of ssh_config. */
  readonly set: (keys: Keys) => readonly string[];
  readonly reached: boolean;
  /** What is said where it isn't reached. */
  readonly says?: RegExp;
}

const cases: readonly Case[] = [
  {
    what: 'a missing key first, a good one second',
    set: ({ at, make, allow }) => {
      allow(make('good'));
      return [`IdentityFile ${at('missing')}`, `IdentityFile ${at('good')}`];
    },
    reached: true,
  },
  {
    what: 'an encrypted key first that nobody opens, a good one second',
    set: ({ make, allow }) => {
      const files = [make('locked', '-N', 'open sesame'), make('good')];
      allow(...files);
      return files.map((file) => `IdentityFile ${file}`);
    },
    reached: true,
  },
  {
    what: 'a refused key first, a good one second',
    set: ({ make, allow }) => {
      const files = [make('other'), make('good')];
      allow(files[1] ?? '');
      return files.map((file) => `IdentityFile ${file}`);
    },
    reached: true,
  },
  {
    what: 'a broken key and a folder first, a good one last',
    set: ({ at, make, allow }) => {
      writeFileSync(at('broken'), 'not a key\n', { mode: 0o600 });
      mkdirSync(at('folder'));
      allow(make('good'));
      return ['broken', 'folder', 'good'].map((file) => `IdentityFile ${at(file)}`);
    },
    reached: true,
  },
  {
    what: 'a key that others may read, then a good one',
    set: ({ make, allow }) => {
      const files = [make('open'), make('good')];
      allow(files[1] ?? '');
      chmodSync(files[0] ?? '', 0o644);
      return files.map((file) => `IdentityFile ${file}`);
    },
    reached: true,
  },
  {
    what: 'nothing but a key that others may read',
    set: ({ make, allow }) => {
      const file = make('open');
      allow(file);
      chmodSync(file, 0o640);
      return [`IdentityFile ${file}`];
    },
    reached: false,
    says: /chmod 600 /,
  },
  {
    what: 'an encrypted PEM whose key the agent has',
    set: ({ make, allow, load }) => {
      const file = make('pem', '-t', 'rsa', '-b', '2048', '-m', 'PEM');
      load(file);
      execFileSync('ssh-keygen', ['-q', '-p', '-m', 'PEM', '-N', 'open sesame', '-f', file]);
      allow(file);
      return [`IdentityFile ${file}`, 'IdentitiesOnly yes'];
    },
    reached: true,
  },
  {
    what: 'the sixth key of an agent',
    set: ({ make, allow, load }) => {
      const files = [1, 2, 3, 4, 5, 6].map((count) => make(`held${count}`));
      load(...files);
      allow(files[5] ?? '');
      return ['IdentityFile none'];
    },
    reached: true,
  },
  {
    what: 'an agent with more keys than a server bears',
    set: ({ make, allow, load }) => {
      load(...[1, 2, 3, 4, 5, 6, 7, 8].map((count) => make(`held${count}`)));
      allow(make('good'));
      return ['IdentityFile none'];
    },
    reached: false,
    says: /MaxAuthTries/,
  },
  {
    what: 'an agent full of other keys, and the one that is named in it',
    set: ({ make, allow, load }) => {
      load(...[1, 2, 3, 4, 5, 6, 7, 8].map((count) => make(`held${count}`)), make('good'));
      allow(make('unused').replace('unused', 'good'));
      return [`IdentityFile ${make('good2')}`.replace('good2', 'good')];
    },
    reached: true,
  },
  {
    what: 'a key of PuTTY',
    set: ({ at, make, allow }) => {
      writeFileSync(at('login.ppk'), 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n', {
        mode: 0o600,
      });
      allow(make('good'));
      return [`IdentityFile ${at('login.ppk')}`];
    },
    reached: false,
    says: /puttygen \S+login\.ppk -O private-openssh/,
  },
  {
    what: 'an ECDSA key in PKCS#8',
    set: ({ make, allow }) => {
      const file = make('pkcs8', '-t', 'ecdsa', '-m', 'PKCS8');
      allow(file);
      return [`IdentityFile ${file}`];
    },
    reached: true,
  },
];

describe('the keys that reach a host', function () {
  this.timeout(20_000);
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

  for (const { what, set, reached, says } of cases)
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
