// What a server says to those it refuses, and what it asks of others: accounts, passwords and second factors by PAM.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Connection } from '../../../lib/model/fleet.js';
import { explainEnd } from '../../../lib/wire/explain-shell-end.js';
import { Secret } from '../../../lib/model/secret.js';
import { canRunSshd, startLocalSshd, startLocalSshdWith, type LocalSshd } from './local-sshd.js';
import { failureOf, optionsFor, runOnce } from './run-once.js';

const account = `tu-login-${process.pid}`;
const secret = 'Correct-Horse-7';

describe('what a server says and asks at a login', () => {
  let sshd: LocalSshd | undefined;

  before(function () {
    if (!canRunSshd() || !existsSync('/etc/pam.d/sshd')) this.skip();
    execFileSync('useradd', ['--no-create-home', '--home-dir', '/', '--shell', '/bin/sh', account]);
    execFileSync('chpasswd', { input: `${account}:${secret}\n` });
  });
  after(() => {
    if (existsSync('/etc/pam.d/sshd') && canRunSshd()) execFileSync('userdel', [account]);
  });
  afterEach(async () => {
    await sshd?.stop();
    sshd = undefined;
    execFileSync('chage', ['-d', '2020-01-01', '-M', '-1', '-E', '-1', account]);
  });

  const pam = ['UsePAM yes', 'KbdInteractiveAuthentication yes'];

  /** Both transports at a server with these settings. */
  async function each(
    settings: readonly string[],
    act: (connection: Connection, folder: string) => Promise<void>,
    files: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    await sshd?.stop();
    sshd = await startLocalSshdWith(files, ...settings);
    execFileSync('chmod', ['755', sshd.folder]);
    const { folder, connection } = sshd;
    for (const transport of ['ssh2', 'openssh'] as const)
      await act({ ...connection, user: account, transport }, folder);
  }

  function keyless({ privateKeyFile, ...connection }: Connection): Connection {
    assert.ok(privateKeyFile);
    return connection;
  }

  const prompting = (folder: string, answers: Readonly<Record<string, string>>, heard: string[] = []) =>
    optionsFor(folder, {
      askPassphrase: (prompt) => {
        heard.push(prompt);
        const answer = Object.entries(answers).find(([part]) => prompt.includes(part))?.[1];
        return Promise.resolve(answer === undefined ? undefined : new Secret(answer));
      },
    });

  it('logs in with a password that is asked for by prompts, or by its own method', async () => {
    for (const more of ['PasswordAuthentication no', 'KbdInteractiveAuthentication no'])
      await each([more, ...pam], async (connection, folder) => {
        const target = { ...keyless(connection), password: new Secret(secret) };
        assert.equal((await runOnce(target, optionsFor(folder), 'exit 3')).status, 3, connection.transport);
      });
  });

  it('speaks of the password where it is wrong', async () => {
    await each(pam, async (connection, folder) => {
      const error = await failureOf(
        { ...keyless(connection), password: new Secret('wrong-one') },
        optionsFor(folder),
      );
      assert.equal(error.code, 'E_AUTH');
      assert.match(error.hint ?? '', /ansible_password/);
      assert.doesNotMatch(error.hint ?? '', /authorized_keys/);
    });
  });

  it('answers a second factor after a key: the password by itself, all else by a person', async () => {
    await each(
      ['AuthenticationMethods publickey,keyboard-interactive', ...pam],
      async (connection, folder) => {
        const given = { ...connection, password: new Secret(secret) };
        assert.equal((await runOnce(given, optionsFor(folder), 'exit 3')).status, 3, connection.transport);
        const heard: string[] = [];
        const options = prompting(folder, { Password: secret }, heard);
        assert.equal((await runOnce(connection, options, 'exit 3')).status, 3, connection.transport);
        assert.deepEqual(heard, [`box (${account}@127.0.0.1): Password`]);
      },
    );
  });

  it('says what is wanted where nobody answers for the second factor', async () => {
    await each(
      ['AuthenticationMethods publickey,keyboard-interactive', ...pam],
      async (connection, folder) => {
        const error = await failureOf(connection, prompting(folder, {}));
        assert.equal(error.code, 'E_AUTH');
        if (connection.transport === 'ssh2')
          assert.match(error.message, /one factor was accepted.*prompts for "Password"/);
      },
    );
  });

  it('offers a key after the password where the server wants both in that order', async () => {
    await each(['AuthenticationMethods password,publickey', ...pam], async (connection, folder) => {
      const given = { ...connection, password: new Secret(secret) };
      assert.equal((await runOnce(given, optionsFor(folder), 'exit 3')).status, 3, connection.transport);
    });
  });

  it('shows the banner of a server that refuses', async () => {
    await each(['Banner /etc/hostname'], async (connection, folder) => {
      const error = await failureOf(
        { ...keyless(connection), password: new Secret('wrong-one') },
        optionsFor(folder),
      );
      assert.match(
        error.output ?? '',
        new RegExp(readFileSync('/etc/hostname', 'utf8').trim()),
        connection.transport,
      );
    });
  });

  it('tells an account that has expired', async () => {
    execFileSync('chage', ['-E', '1', account]);
    await each(pam, async (connection, folder) => {
      const error = await failureOf(connection, optionsFor(folder));
      assert.equal(error.code, 'E_AUTH', error.message);
      assert.match(`${error.message} ${error.output ?? ''} ${error.hint ?? ''}`, /account.*expired/i);
      assert.doesNotMatch(error.hint ?? '', /authorized_keys|sudo/);
    });
  });

  it('tells a server that lets only root in, and what it says of that', async () => {
    const files = { nologin: 'Closed for the move until Monday.\n' };
    await each(
      ['Banner /etc/hostname', ...pam],
      async (connection, folder) => {
        for (const login of [connection, { ...keyless(connection), password: new Secret(secret) }]) {
          const error = await failureOf(login, optionsFor(folder));
          assert.equal(error.code, 'E_AUTH', error.message);
          assert.match(
            error.message,
            /refused the login of .*; the server's message: Closed for the move until Monday\.$/,
          );
          assert.match(error.hint ?? '', /\/etc\/nologin/);
        }
        const root = { ...connection, user: 'root' };
        assert.equal((await runOnce(root, optionsFor(folder), 'exit 3')).status, 3, connection.transport);
      },
      files,
    );
  });

  it('shows the same text of a server without PAM', async () => {
    const files = { nologin: 'Closed for the move until Monday.\n' };
    await each(
      [],
      async (connection, folder) => {
        const { status, stdout, stderr } = await runOnce(connection, optionsFor(folder), 'exit 3');
        const error = explainEnd('box', { status }, { stderr, preamble: stdout.toString() });
        assert.match(error.message, /254: Closed for the move until Monday\.$/, connection.transport);
      },
      files,
    );
  });

  it('tells what a server says to whom it gives no shell', async () => {
    const forced = `ForceCommand echo 'Please login as the user "ubuntu" rather than the user "root".'; exit 142`;
    const set = (...args: string[]) => execFileSync('chage', [...args, account]);
    for (const [settings, prepare, message] of [
      [[forced], () => undefined, /Please login as the user "ubuntu"/],
      [pam, () => set('-d', '0'), /the password of this user has expired/],
      [[], () => execFileSync('usermod', ['-s', '/usr/sbin/nologin', account]), /\(nologin\)/],
    ] as const) {
      prepare();
      await each(settings, async (connection, folder) => {
        const { status, stdout, stderr } = await runOnce(connection, optionsFor(folder), 'exit 3');
        const error = explainEnd('box', { status }, { stderr, preamble: stdout.toString() });
        assert.equal(error.code, 'E_AUTH', connection.transport);
        assert.match(error.message, message, connection.transport);
      });
      set('-d', '2020-01-01');
    }
    execFileSync('usermod', ['-s', '/bin/sh', account]);
  });

  /** The host behind a jump server that takes nothing but the account's password. */
  async function behind(act: (connection: Connection, folder: string) => Promise<void>): Promise<void> {
    const bastion = await startLocalSshd('AuthenticationMethods password', ...pam);
    try {
      await each([], async (connection, folder) => {
        const known = ['known_hosts', join(bastion.folder, 'known_hosts')];
        writeFileSync(
          join(folder, 'known'),
          known.map((file) => readFileSync(resolve(folder, file), 'utf8')).join(''),
        );
        const lines = ['Host bastion', '  HostName 127.0.0.1', `  Port ${bastion.port}`, `  User ${account}`];
        writeFileSync(join(folder, 'config'), `${lines.join('\n')}\n`);
        const files = { configFile: join(folder, 'config'), knownHostsFile: join(folder, 'known') };
        await act({ ...connection, user: 'root', proxyJump: 'bastion', ...files }, folder);
      });
    } finally {
      await bastion.stop();
    }
  }

  it('asks a person for the password of a jump server, and sends it that alone', async () => {
    await behind(async (connection, folder) => {
      const heard: string[] = [];
      const options = prompting(folder, { assword: secret }, heard);
      assert.equal((await runOnce(connection, options, 'exit 3')).status, 3, connection.transport);
      assert.equal(heard.length, 1);
      assert.match(heard[0] ?? '', new RegExp(`box \\(${account}@127.0.0.1\\): .*[Pp]assword`));
    });
  });

  it('tells a jump server’s refusal as the jump server’s', async () => {
    await behind(async (connection, folder) => {
      const error = await failureOf(connection, optionsFor(folder));
      assert.equal(error.code, 'E_AUTH', error.message);
      assert.match(error.message, new RegExp(`the jump server 127.0.0.1 refused the login of ${account}`));
      assert.doesNotMatch(error.hint ?? '', /authorized_keys|ansible_user/);
    });
  });
});
