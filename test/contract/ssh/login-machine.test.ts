// What the machine of the operator is like must not keep anybody from logging in, nor the program from ending.
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Connection } from '../../../lib/model/fleet.js';
import { Secret } from '../../../lib/model/secret.js';
import { builtProgram } from '../../built-program.js';
import { canRunSshd, startLocalSshd, type LocalSshd } from './local-sshd.js';
import { failureOf, optionsFor, runOnce } from './run-once.js';
import { slowAgent } from './slow-agent.js';

const run = promisify(execFile);
const script = fileURLToPath(new URL('connect-and-leave.ts', import.meta.url));

/** Connect timeout, to which a confirmation takes as long as 12 s to 10; TRUEUP_TEST_TIMEOUT=10 tries just that. */
const confirmed = Number(process.env['TRUEUP_TEST_TIMEOUT'] ?? 2);

describe('the operator’s machine', () => {
  let sshd: LocalSshd;
  let agent: Server | undefined;

  before(function () {
    if (!canRunSshd()) this.skip();
  });
  beforeEach(async () => {
    sshd = await startLocalSshd();
  });
  afterEach(async () => {
    agent?.close();
    agent = undefined;
    await sshd.stop();
  });

  const openssh = (): Connection => ({ ...sshd.connection, transport: 'openssh' });
  const options = () =>
    optionsFor(sshd.folder, { askPassphrase: () => Promise.resolve(new Secret('not asked for')) });

  async function withTmpdir(folder: string, act: () => Promise<void>): Promise<void> {
    const { TMPDIR } = process.env;
    process.env['TMPDIR'] = folder;
    try {
      await act();
    } finally {
      if (TMPDIR === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = TMPDIR;
    }
  }

  it('may have a TMPDIR whose name is too long for a socket', async () => {
    const long = join(sshd.folder, 'x'.repeat(60), 'y'.repeat(60));
    mkdirSync(long, { recursive: true });
    await withTmpdir(long, async () => {
      assert.equal((await runOnce(openssh(), options(), 'exit 3')).status, 3);
    });
  });

  it('may have a TMPDIR from which nothing is run', async function () {
    const folder = join(sshd.folder, 'noexec');
    mkdirSync(folder);
    try {
      await run('mount', ['-t', 'tmpfs', '-o', 'noexec', 'tmpfs', folder]);
    } catch {
      this.skip();
    }
    try {
      await withTmpdir(folder, async () => {
        assert.equal((await runOnce(openssh(), options(), 'exit 3')).status, 3);
      });
    } finally {
      await run('umount', [folder]);
    }
  });

  for (const transport of ['ssh2', 'openssh'] as const)
    it(`may have no inotify left, with ${transport}`, async function () {
      // root of a user namespace of its own may set its limits.
      const apart = [
        '-U',
        '-r',
        'sh',
        '-c',
        `echo 0 > /proc/sys/user/max_inotify_instances && exec "$@"`,
        'sh',
      ];
      const watches = 'require("node:fs").watch("/")';
      try {
        await run('unshare', [...apart, 'true']);
      } catch {
        this.skip();
      }
      await assert.rejects(run('unshare', [...apart, process.execPath, '-e', watches]), /EMFILE/);
      const file = join(sshd.folder, 'connection.json');
      writeFileSync(file, JSON.stringify({ ...sshd.connection, transport }));
      const { stdout } = await run('unshare', [...apart, process.execPath, '--import', 'tsx', script, file]);
      assert.match(stdout, /^status=3 /);
    });

  it('may have an agent that hangs up, or says nonsense', async () => {
    for (const words of ['', '\xff\xff\xff\xff\x0c', '\0\0\0\x05\x0c\0\0\0\x09']) {
      const socket = join(sshd.folder, `agent-${words.length}`);
      agent = createServer((client) => client.on('error', () => undefined).end(Buffer.from(words, 'latin1')));
      await new Promise<void>((resolve) => agent?.listen(socket, resolve));
      const connection: Connection = { ...sshd.connection, transport: 'ssh2' };
      const { status } = await runOnce(
        connection,
        optionsFor(sshd.folder, { agentSocket: socket }),
        'exit 3',
      );
      assert.equal(status, 3);
      agent.close();
    }
  });

  it('leaves, though its agent takes connections and never answers', async () => {
    const silent = join(sshd.folder, 'silent');
    agent = createServer(() => undefined);
    await new Promise<void>((resolve) => agent?.listen(silent, resolve));
    const leave = async (transport: Connection['transport']): Promise<void> => {
      const file = join(sshd.folder, `${transport}.json`);
      writeFileSync(file, JSON.stringify({ ...sshd.connection, transport }));
      const env = { ...process.env, SSH_AUTH_SOCK: silent };
      const { stdout } = await run(process.execPath, [builtProgram(script), file], { env });
      assert.match(stdout, /^status=3 /, transport);
    };
    await Promise.all([leave('ssh2'), leave('openssh')]);
  }).timeout(300_000);

  for (const transport of ['ssh2', 'openssh'] as const)
    it(`may have an agent that takes longer to confirm than a host to answer, with ${transport}`, async () => {
      const real = spawn('ssh-agent', ['-D', '-a', join(sshd.folder, 'agent')], { stdio: 'ignore' });
      try {
        while (!existsSync(join(sshd.folder, 'agent'))) await sleep(20);
        const env = { SSH_AUTH_SOCK: join(sshd.folder, 'agent') };
        execFileSync('ssh-add', ['-q', join(sshd.folder, 'id')], { env, stdio: 'ignore' });
        const agentSocket = join(sshd.folder, 'slow');
        agent = await slowAgent(agentSocket, env.SSH_AUTH_SOCK, 1200 * confirmed);
        const { privateKeyFile, ...connection } = sshd.connection;
        assert.ok(privateKeyFile);
        const target: Connection = { ...connection, transport, connectTimeoutSeconds: confirmed };
        assert.equal((await runOnce(target, optionsFor(sshd.folder, { agentSocket }), 'exit 3')).status, 3);
      } finally {
        real.kill();
      }
    });

  it('is told which ProxyCommand does not run, after one attempt', async () => {
    const config = join(sshd.folder, 'config');
    writeFileSync(config, 'Host *\n  ProxyCommand no-such-relay %h %p\n');
    const attempts: number[] = [];
    const counting = optionsFor(sshd.folder, { onAttempt: (attempt) => attempts.push(attempt) });
    const error = await failureOf({ ...openssh(), configFile: config }, counting);
    assert.equal(error.code, 'E_CONNECT');
    assert.match(error.message, /its ProxyCommand cannot be run: .*no-such-relay.*not found/);
    assert.match(error.hint ?? '', /Try it by hand: no-such-relay %h %p/);
    assert.deepEqual(attempts, [1]);
  });
});
