// One login against servers that speak SSH, and let in or refuse.
import assert from 'node:assert/strict';
import type { Connection as ServerSide } from 'ssh2';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import { dial } from '../../../lib/ssh/ssh2/dial.js';
import type { Clock } from '../../../lib/ssh/link/deadline.js';
import { HostKeyGuard } from '../../../lib/ssh/host-keys/host-key-policy.js';
import { login } from '../../../lib/ssh/ssh2/login.js';
import { unreachedError, Unreached } from '../../../lib/ssh/link/unreachable-error.js';
import { attempt, failure, interactive, kindOf, password } from './attempt.js';
import { newPair, sshServer, targetAt, welcoming, type Running } from './hostile-server.js';

const hostKey = newPair();
describe('login', () => {
  let running: Running | undefined;
  afterEach(() => {
    running?.stop();
    running = undefined;
  });

  it('refuses a host whose key is unknown before anything of the login is sent', async () => {
    let asked = 0;
    running = await sshServer(hostKey, (client) => client.on('authentication', () => asked++));
    const error = await failure(targetAt(running.port, { policy: 'yes' }));
    assert.ok(error instanceof TrueupError);
    assert.equal(error.code, 'E_HOST_KEY');
    assert.equal(asked, 0);
  });

  it('tells a server with nothing but old algorithms', async () => {
    running = await sshServer(hostKey, () => undefined, {
      algorithms: { kex: ['diffie-hellman-group14-sha1'] },
    });
    assert.equal(kindOf(await failure(targetAt(running.port))), 'algorithms');
    running.stop();
    running = await sshServer(hostKey, () => undefined, { algorithms: { cipher: ['aes128-cbc'] } });
    assert.equal(kindOf(await failure(targetAt(running.port))), 'algorithms');
  });

  it('tells a server that hangs up during the login, which is not worth another attempt', async () => {
    running = await sshServer(hostKey, (client) =>
      client.on('authentication', () => {
        client.end();
      }),
    );
    assert.equal(kindOf(await failure(targetAt(running.port))), 'lost');
  });

  it('tells a server that never answers the login', async () => {
    running = await sshServer(hostKey, (client) => client.on('authentication', () => undefined));
    const error = await failure(targetAt(running.port));
    assert.equal(kindOf(error), 'late');
    assert.match(error.message, /login did not finish/);
    assert.ok(error instanceof Unreached);
    assert.match(unreachedError('box', error, 1).hint ?? '', /ansible_timeout/);
  });

  it('names what was offered and what the server accepts when it lets nobody in', async () => {
    running = await sshServer(hostKey, (client) =>
      client.on('authentication', (context) => {
        context.reject(['publickey']);
      }),
    );
    const error = await failure(targetAt(running.port));
    assert.ok(error instanceof TrueupError);
    assert.equal(error.code, 'E_AUTH');
    assert.match(error.message, /login of me \(offered: password; it accepts publickey\)/);
    assert.match(error.hint ?? '', /key/);
  });

  it('does not send a password twice under two names', async () => {
    const methods = await methodsTried((context) => {
      context.reject(['password', 'keyboard-interactive']);
    });
    assert.deepEqual(methods, ['password']);
  });

  it('answers a hidden prompt where the server knows no other password login', async () => {
    const prompt = interactive('secret');
    running = await sshServer(hostKey, (client) =>
      client.on('authentication', (context) => {
        if (context.method !== 'keyboard-interactive') context.reject(['keyboard-interactive']);
        else
          context.prompt([{ prompt: 'Password: ', echo: false }], (answers) => {
            if (answers[0] === 'secret') context.accept();
            else context.reject();
          });
      }),
    );
    await (await attempt(targetAt(running.port), [password, prompt])).end();
  });

  it('goes on with the password where a server wants that after another one', async () => {
    let count = 0;
    running = await sshServer(hostKey, (client) =>
      client.on('authentication', (context) => {
        if (context.method === 'keyboard-interactive' || count++ > 0) context.accept();
        else context.reject(['keyboard-interactive'], true);
      }),
    );
    await (await attempt(targetAt(running.port), [password, interactive('secret')])).end();
    assert.equal(count, 1);
  });

  it('sends no password to a host whose key changed, even if told to go on', async () => {
    const methods = await methodsTried(
      (context) => {
        context.reject(['password']);
      },
      (guard) => {
        guard.untrusted = true;
      },
    );
    assert.deepEqual(methods, ['none'], 'it is asked what the server accepts, which tells it nothing');
  });

  async function methodsTried(
    answer: (
      context: Parameters<Parameters<ServerSide['on']>[1]>[0] & { reject(left: string[]): void },
    ) => void,
    prepare: (guard: HostKeyGuard) => void = () => undefined,
  ): Promise<string[]> {
    const methods: string[] = [];
    running = await sshServer(hostKey, (client) =>
      client.on('authentication', (context) => {
        methods.push(context.method);
        answer(context as never);
      }),
    );
    const server = targetAt(running.port);
    const signal = new AbortController().signal;
    const guard = new HostKeyGuard('box', server, () => undefined);
    prepare(guard);
    const credentials = { list: [password, interactive('secret')], troubles: [] };
    const clock: Clock = { restart: () => undefined, paused: (ask) => ask() };
    await assert.rejects(
      login(
        guard,
        credentials,
        await dial(server, {}, signal),
        { clock, connectSeconds: 1, keepaliveSeconds: 15 },
        signal,
      ),
      {
        code: 'E_AUTH',
      },
    );
    return methods;
  }

  it('ends a session that a client was let into', async () => {
    running = await sshServer(
      hostKey,
      welcoming(() => undefined),
    );
    const link = await attempt(targetAt(running.port));
    await link.end();
    assert.equal(link.stream.destroyed, true);
  });
});
