// What is offered to a server for the login, in order; never more than is meant for that server.
import { LoginTrouble } from './unusable-credential.js';
import type { ConnectOptions } from '../link/connect-options.js';
import type { Server } from '../link/target.js';
import { answerPrompts } from './answer-server-prompts.js';
import type { Credential } from './credential.js';
import { loginKeys } from './login-keys.js';

/** All ways to log in to one server. */
export interface Credentials {
  readonly list: readonly Credential[];
  /** What can't be offered, reported if the rest is refused. */
  readonly troubles: readonly LoginTrouble[];
}

// sshd allows six failures (MaxAuthTries): with more keys, the password would never be tried.
const mostKeysBeforePassword = 5;

/** Everything that may be offered to a server: keys first, as ssh does, whether a password is given or not. */
export async function credentialsFor(
  host: string,
  server: Server,
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<Credentials> {
  const { ready, locked, troubles } = await loginKeys(server, options, signal);
  const keys = server.password ? ready.slice(0, mostKeysBeforePassword) : [...ready, ...locked];
  const list = [
    ...keys,
    givenPassword(host, server, options),
    answerPrompts(host, server, server.password, options),
    ...(server.password ? locked : []),
  ];
  return { list, troubles };
}

/** If it is a second factor, a person may be asked for it. */
function givenPassword(
  host: string,
  { user: username, address, password }: Server,
  options: ConnectOptions,
): Credential {
  return {
    method: 'password',
    label: 'password',
    ...(password ? {} : { asks: true as const }),
    async offer(asking) {
      const prompt = `${host} (${username}@${address}): Password`;
      const said = password ?? (await asking.paused(async () => options.askPassphrase?.(prompt)));
      if (said) return { type: 'password', username, password: said.reveal() };
      throw new LoginTrouble(
        'it also requires a password, but none was given',
        'Set ansible_password (preferably with !file), or let trueup prompt for it with -k (--ask-pass).',
      );
    },
  };
}
