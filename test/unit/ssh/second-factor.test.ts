// Servers that want more than one proof: each gets what it asks for, and nothing that was meant for another.
import assert from 'node:assert/strict';
import type { AuthContext, Connection as ServerSide } from 'ssh2';
import { Secret } from '../../../lib/model/secret.js';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import { askedFor } from '../../../lib/ssh/credentials/answer-server-prompts.js';
import { credentialsFor } from '../../../lib/ssh/credentials/choose-credentials.js';
import type { ConnectOptions } from '../../../lib/ssh/link/connect-options.js';
import { attempt, failure } from './attempt.js';
import { newPair, sshServer, targetAt, type Running } from './hostile-server.js';

const hostKey = newPair();
const never = new AbortController().signal;

describe('a login with more than one factor', () => {
  let running: Running | undefined;
  afterEach(() => {
    running?.stop();
    running = undefined;
  });

  /** A server that takes the password first, then a code by prompts. */
  async function wantsCode(answers: string[]): Promise<Running> {
    const behave = (context: AuthContext): void => {
      if (context.method === 'password') context.reject(['keyboard-interactive'], true);
      else if (context.method === 'keyboard-interactive')
        context.prompt([{ prompt: 'Verification code: ', echo: false }], ([answer = '']) => {
          answers.push(answer);
          if (answer === '123456') context.accept();
          else context.reject(['keyboard-interactive']);
        });
      else context.reject(['password']);
    };
    running = await sshServer(hostKey, (client: ServerSide) => client.on('authentication', behave));
    return running;
  }

  it('asks a person for a hidden code, and keeps the password to itself', async () => {
    const answers: string[] = [];
    const server = targetAt((await wantsCode(answers)).port, { password: new Secret('login-secret') });
    const heard: string[] = [];
    const options: ConnectOptions = {
      home: '/nonexistent',
      acceptNew: false,
      askPassphrase: (prompt) => {
        heard.push(prompt);
        return Promise.resolve(new Secret('123456'));
      },
    };
    const { list } = await credentialsFor('box', server, options, never);
    await (await attempt(server, list)).end();
    assert.deepEqual(heard, ['box (me@127.0.0.1): Verification code']);
    assert.deepEqual(answers, ['123456']);
  });

  it('says what is asked for where nobody can answer', async () => {
    const answers: string[] = [];
    const server = targetAt((await wantsCode(answers)).port, { password: new Secret('login-secret') });
    const options: ConnectOptions = { home: '/nonexistent', acceptNew: false };
    const { list } = await credentialsFor('box', server, options, never);
    const error = await failure(server, list);
    assert.ok(error instanceof TrueupError);
    assert.match(
      error.message,
      /one factor was accepted.*it prompts for "Verification code", but no terminal/,
    );
    assert.match(error.hint ?? '', /terminal/);
    assert.deepEqual(answers, ['']);
  });

  it('tells a server that wants the password changed', async () => {
    running = await sshServer(hostKey, (client) =>
      client.on('authentication', (context) => {
        if (context.method !== 'password') context.reject(['password']);
        else context.requestChange('Your password is too old', () => undefined);
      }),
    );
    const server = targetAt(running.port, { password: new Secret('login-secret') });
    const options: ConnectOptions = { home: '/nonexistent', acceptNew: false };
    const { list } = await credentialsFor('box', server, options, never);
    const error = await failure(server, list);
    assert.ok(error instanceof TrueupError);
    assert.equal(error.code, 'E_AUTH');
    assert.match(error.message, /the password of me has expired/);
    assert.match(error.hint ?? '', /set a new one/);
  });

  for (const [prompt, echo, what] of [
    ['Password: ', false, 'password'],
    ['me@box’s password:', false, 'password'],
    ['Passwort: ', false, 'password'],
    ['Mot de passe : ', false, 'password'],
    ['Password: ', true, 'other'],
    ['Verification code: ', false, 'other'],
    ['One-time password (OATH) for `me’: ', false, 'other'],
    ['Password & verification code: ', false, 'other'],
    ['Duo two-factor login for me', true, 'other'],
    ['(current) UNIX password: ', false, 'change'],
    ['New password: ', false, 'change'],
    ['Current password: ', false, 'change'],
  ] as const)
    it(`takes ${JSON.stringify(prompt)}${echo ? ', shown,' : ''} for ${what}`, () => {
      assert.equal(askedFor(prompt, echo), what);
    });
});
