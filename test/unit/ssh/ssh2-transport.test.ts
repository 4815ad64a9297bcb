// A session with servers that let one in and then misbehave.
import assert from 'node:assert/strict';
import type { ServerChannel } from 'ssh2';
import type { Channel, Transport } from '../../../lib/model/transport.js';
import { connect, type ConnectOptions } from '../../../lib/ssh/connect.js';
import { newPair, sshServer, welcoming, type Running } from './hostile-server.js';

const hostKey = newPair();
const options: ConnectOptions = { home: '/nonexistent', user: 'me', acceptNew: false };
const never = new AbortController().signal;

describe('a session over ssh2', () => {
  let running: Running;
  let transport: Transport;

  async function openAt(onExec: ((stream: ServerChannel) => void) | undefined): Promise<Channel> {
    running = await sshServer(
      hostKey,
      welcoming((session) => {
        session.on('exec', (accept) => {
          // Without a handler the request is never answered.
          if (onExec) onExec(accept());
        });
      }),
    );
    transport = await connect(
      'box',
      {
        transport: 'ssh2',
        host: '127.0.0.1',
        port: running.port,
        strictHostKeyChecking: 'no',
        knownHostsFile: '/dev/null',
        configFile: 'none',
        connectTimeoutSeconds: 0.5,
        become: false,
        becomeUser: 'root',
        password: new (await import('../../../lib/model/secret.js')).Secret('x'),
      },
      options,
      never,
    );
    return transport.open('sh -s', never);
  }
  afterEach(async () => {
    await transport.close();
    running.stop();
  });

  it('gives up on a channel that is never opened', async () => {
    await assert.rejects(openAt(undefined), {
      code: 'E_LOST_CONNECTION',
      message: 'box: a new channel was not opened within 3 s',
      hint: 'Run again. If the host is slow, raise its ansible_timeout (now 0.5 s); most time limits scale with it.',
    });
  });

  it('takes an end without status for a lost connection', async () => {
    const channel = await openAt((stream) => {
      stream.end('something');
    });
    channel.stdout.resume();
    channel.stderr.resume();
    const { status, why } = await channel.closed;
    assert.equal(status, null);
    assert.ok(why);
  });

  it('names the signal that ended a command', async () => {
    const channel = await openAt((stream) => {
      stream.exit('TERM', false, '');
      stream.end();
    });
    channel.stdout.resume();
    assert.deepEqual(await channel.closed, { status: 143, why: 'killed by SIGTERM' });
  });

  it('keeps its memory bounded under output without end', async () => {
    const chunk = Buffer.alloc(1 << 16);
    const channel = await openAt((stream) => {
      const more = (): void => {
        while (stream.writable && stream.write(chunk));
      };
      stream.on('drain', more);
      stream.stderr.on('drain', more);
      more();
    });
    const before = process.memoryUsage().arrayBuffers;
    await new Promise((resolve) => setTimeout(resolve, 500));
    const grown = process.memoryUsage().arrayBuffers - before;
    // Both ends live in this process: a window of 2 MiB, and what the server queues.
    assert.ok(grown < 32 << 20, `${grown} bytes`);
    channel.destroy();
    assert.equal((await channel.closed).status, null);
  });

  it('says E_LOST_CONNECTION where the connection is gone already', async () => {
    const channel = await openAt(() => {
      running.stop();
    });
    assert.equal((await channel.closed).status, null);
    await assert.rejects(transport.open('sh -s', never), { code: 'E_LOST_CONNECTION', host: 'box' });
  });
});
