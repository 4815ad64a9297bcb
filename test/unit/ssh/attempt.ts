// One attempt to log in, as a test makes it.
import assert from 'node:assert/strict';
import type { AnyAuthMethod } from 'ssh2';
import type { Credential } from '../../../lib/ssh/credentials/credential.js';
import { withDeadline } from '../../../lib/ssh/link/deadline.js';
import { dial } from '../../../lib/ssh/ssh2/dial.js';
import { HostKeyGuard } from '../../../lib/ssh/host-keys/host-key-policy.js';
import { Link } from '../../../lib/ssh/link/ssh2-client.js';
import { login } from '../../../lib/ssh/ssh2/login.js';
import type { Server } from '../../../lib/ssh/link/target.js';
import { Unreached } from '../../../lib/ssh/link/unreachable-error.js';

export const password: Credential = {
  method: 'password',
  label: 'password',
  offer: () => ({ type: 'password', username: 'me', password: 'secret' }),
};

/** One attempt, with a timeout of half a second. */
export async function attempt(
  server: Server,
  credentials: readonly Credential[] = [password],
): Promise<Link> {
  const outer = new AbortController().signal;
  const late = (): Unreached => new Unreached('timeout', 'late');
  return withDeadline(0.5, outer, late, async (signal, clock) => {
    const socket = await dial(server, {}, signal);
    const times = { clock, connectSeconds: 0.5, keepaliveSeconds: 15 };
    const guard = new HostKeyGuard('box', server, () => undefined);
    return new Link(await login(guard, { list: credentials, troubles: [] }, socket, times, signal), socket);
  });
}

/** What an attempt fails with, in time. */
export async function failure(server: Server, credentials?: readonly Credential[]): Promise<Error> {
  const began = Date.now();
  const error = await attempt(server, credentials).then(
    () => assert.fail('it logged in'),
    (reason: unknown) => reason as Error,
  );
  assert.ok(Date.now() - began < 5000, `it took ${Date.now() - began} ms`);
  return error;
}

/** Kind of a failure, which must be one of an attempt. */
export function kindOf(error: Error): string {
  assert.ok(error instanceof Unreached, String(error));
  return error.kind;
}

/** Answers every prompt with the same. */
export function interactive(secret: string): Credential {
  const offer: AnyAuthMethod = {
    type: 'keyboard-interactive',
    username: 'me',
    prompt: (_name, _text, _lang, prompts, finish) => {
      finish(prompts.map(() => secret));
    },
  };
  return { method: 'keyboard-interactive', label: 'prompt', offer: () => offer };
}
