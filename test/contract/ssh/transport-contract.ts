// What every transport promises, whichever program speaks SSH. Run for each of them.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../../../lib/model/fleet.js';
import type { Channel, Transport } from '../../../lib/model/transport.js';
import { LocalTransport } from '../../../lib/local/local-transport.js';
import { connect, type ConnectOptions } from '../../../lib/ssh/connect.js';
import { collect } from './collect.js';
import { never, optionsFor, runOnce } from './run-once.js';

/** The part that needs nothing but a host to log in to. */
export function channelContract(
  name: 'ssh2' | 'openssh' | 'local',
  host: () => Connection,
  folder: () => string,
): void {
  let transport: Transport;
  const connection = (): Connection => ({ ...host(), transport: name });
  const open = (command: string, signal = never): Promise<Channel> => transport.open(command, signal);

  const reach = async (options: ConnectOptions): Promise<Transport> =>
    name === 'local' ? new LocalTransport('box', options) : connect('box', connection(), options, never);

  beforeEach(async () => {
    transport = await reach(optionsFor(folder()));
  });
  afterEach(() => transport.close());

  it('names itself', () => {
    assert.equal(transport.name, name);
  });

  for (const status of [0, 1, 255]) {
    it(`passes on the exit status ${status} of the command`, async () => {
      assert.equal((await collect(await open(`exit ${status}`))).status, status);
    });
  }

  it('tells a command that a signal ended from a lost connection', async () => {
    const { status, why } = await collect(await open('sh -s'), 'kill -KILL $$\n');
    assert.ok(status !== null && status > 128, `status ${status}`);
    if (status === 255) assert.match(why ?? '', /signal/);
  });

  it('keeps stdout and stderr apart', async () => {
    const { stdout, stderr } = await collect(await open('sh -s'), 'echo out; echo err >&2\n');
    assert.equal(stdout.toString(), 'out\n');
    assert.equal(stderr, 'err\n');
  });

  it('carries 8 MiB each way unchanged, with every byte value', async () => {
    const bytes = randomBytes(8 << 20);
    const { stdout, status } = await collect(await open('cat'), bytes);
    assert.equal(status, 0);
    assert.equal(digest(stdout), digest(bytes));
  });

  it('holds the writer up while the far end does not read', async () => {
    const channel = await open('sleep 60');
    let written = 0;
    const chunk = Buffer.alloc(64 << 10);
    while (written < 64 << 20) {
      written += chunk.length;
      if (channel.stdin.write(chunk)) continue;
      const drained = new Promise((resolve) =>
        channel.stdin.once('drain', () => {
          resolve(true);
        }),
      );
      if (!(await Promise.race([drained, sleep(500)]))) break;
    }
    channel.destroy();
    assert.ok(written < 16 << 20, `${written} bytes were taken`);
  });

  it('holds the far end up while nobody reads here', async () => {
    const channel = await open('sh -s');
    channel.stdin.write('head -c 67108864 /dev/zero; echo done >&2\n');
    let done = false;
    channel.stderr.on('data', () => (done = true));
    await sleep(700);
    assert.equal(done, false, 'all of it was taken in');
    let size = 0;
    channel.stdout.on('data', (data: Buffer) => (size += data.length));
    channel.stdin.end();
    assert.equal((await channel.closed).status, 0);
    assert.equal(size, 64 << 20);
    assert.equal(done, true);
  });

  it('answers a shell that is fed over minutes, line by line', async () => {
    const channel = await open('sh -s');
    let out = '';
    channel.stdout.on('data', (data) => (out += String(data)));
    for (const word of ['one', 'two', 'three']) {
      channel.stdin.write(`echo ${word}\n`);
      while (!out.includes(word)) await sleep(10);
    }
    assert.equal(out, 'one\ntwo\nthree\n');
    channel.stdin.end('exit 7\n');
    assert.equal((await channel.closed).status, 7);
  });

  it('tells of the end of a command whose child holds the pipes', async () => {
    const began = Date.now();
    const channel = await open('sh -s');
    channel.stdout.resume();
    // The OpenSSH client itself waits for the pipes; then the status is right, only later.
    const seconds = name === 'openssh' ? 4 : 30;
    channel.stdin.end(`sleep ${seconds} & exit 4\n`);
    const { status } = await channel.closed;
    assert.equal(status, 4);
    if (name !== 'openssh') assert.ok(Date.now() - began < (seconds - 1) * 1000, 'it waited for the child');
  });

  it('fails a write that waits when the connection is lost', async () => {
    const channel = await open('sh -s');
    const written = new Promise<unknown>((resolve) => {
      channel.stdin.write('(sleep 5; kill -KILL $$) </dev/null >/dev/null 2>&1 & kill -STOP $$\n');
      channel.stdin.write(Buffer.alloc(32 << 20), resolve);
    });
    await sleep(200);
    channel.destroy();
    assert.ok((await written) instanceof Error);
  });

  it('ends a channel at once when its signal says so', async () => {
    const controller = new AbortController();
    const channel = await open('sleep 60', controller.signal);
    const began = Date.now();
    controller.abort(new Error('enough'));
    assert.equal((await channel.closed).status, null);
    assert.ok(Date.now() - began < 500);
  });

  it('opens nothing for a signal that was given before', async () => {
    const controller = new AbortController();
    controller.abort(new Error('too late'));
    await assert.rejects(open('true', controller.signal), /too late/);
  });

  it('closes twice without complaint, and leaves no file behind', async () => {
    const { TMPDIR } = process.env;
    const folderOfItsOwn = mkdtempSync(join(folder(), 'tmp-'));
    process.env['TMPDIR'] = folderOfItsOwn;
    try {
      const channel = await open('sleep 60');
      await transport.close();
      await transport.close();
      assert.equal((await channel.closed).status, null);
    } finally {
      if (TMPDIR === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = TMPDIR;
    }
    assert.deepEqual(readdirSync(folderOfItsOwn), []);
  });

  // Here its parent is this very process.
  if (name === 'local') return;

  it('ends with null when the server process is killed, even if the output was whole', async () => {
    const channel = await open('sh -s');
    channel.stdin.write('echo before; kill -KILL $PPID\n');
    const { status, why, stdout } = await collect(channel);
    assert.equal(status, null);
    assert.ok(why);
    assert.ok(['', 'before\n'].includes(stdout.toString()));
  });

  it('notices by keepalive that the host is silent', async () => {
    await transport.close();
    transport = await reach(optionsFor(folder(), { keepaliveSeconds: 1 }));
    const channel = await open('sh -s');
    let pid = '';
    channel.stdout.on('data', (data) => (pid += String(data)));
    channel.stdin.write('echo $PPID\n');
    while (!pid.includes('\n')) await sleep(10);
    const began = Date.now();
    channel.stdin.write('kill -STOP $PPID\n');
    const { status, why } = await channel.closed;
    await runOnce(connection(), optionsFor(folder()), `kill -KILL ${pid.trim()}`);
    assert.equal(status, null);
    assert.ok(why);
    assert.ok(Date.now() - began < 8000, `${Date.now() - began} ms`);
  });
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
