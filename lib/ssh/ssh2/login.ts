// From a byte stream to a logged-in SSH client: greeting, keys, login, each with its own failures.
import type { Duplex } from 'node:stream';
import type { Algorithms, Client } from 'ssh2';
import { TrueupError } from '../../model/trueup-error.js';
import { whenAborted } from '../../model/when-aborted.js';
import { algorithmsFor } from '../host-keys/algorithms.js';
import type { Asking } from '../credentials/credential.js';
import { expired } from '../credentials/answer-server-prompts.js';
import type { Credentials } from '../credentials/choose-credentials.js';
import type { HostKeyGuard } from '../host-keys/host-key-policy.js';
import { LoginOrder } from '../credentials/next-credential.js';
import { brokenOff, loginRefused } from './explain-refused-login.js';
import { ServerWords } from './server-messages.js';
import type { Clock } from '../link/deadline.js';
import { loginTimeoutFactor } from '../link/login-timeout.js';
import { ssh2 } from '../link/load-ssh2.js';
import { droppedFor } from '../link/dropped-connection.js';
import { placeOf, Unreached } from '../link/unreachable-error.js';

/** How long a login may take; `clock` is the one that aborts the login's signal. */
export interface Times {
  readonly clock: Clock;
  readonly connectSeconds: number;
  readonly keepaliveSeconds: number;
}

/** Logs in. Rejects if the signal aborts (a timeout names the unfinished phase); any failure destroys the stream. */
export async function login(
  guard: HostKeyGuard,
  credentials: Credentials,
  stream: Duplex,
  { clock, connectSeconds, keepaliveSeconds }: Times,
  signal: AbortSignal,
): Promise<Client> {
  const { Client: SshClient } = await ssh2();
  const { server, host } = guard;
  const order = new LoginOrder(credentials, server);
  const client = new SshClient();
  const where = placeOf(server);
  let phase: 'greeting' | 'keys' | 'login' = 'greeting';
  let firstBytes = '';
  const words = new ServerWords();
  const over = new AbortController();
  const asking: Asking = {
    paused: (ask) => clock.paused(ask),
    signal: over.signal,
    note: (trouble) => {
      order.note(trouble);
    },
  };

  return new Promise<Client>((resolve, reject) => {
    const fail = (error: Error): void => {
      listenNoMore();
      over.abort(error);
      reject(error);
      client.destroy();
      stream.destroy();
    };
    const listenNoMore = whenAborted(signal, () => {
      const reason: unknown = signal.reason;
      const isLate = reason instanceof Unreached && reason.kind === 'timeout';
      // Once the login has begun, a retry could count as a failed login, so this is not a mere timeout.
      const kind = phase === 'login' ? 'late' : 'timeout';
      fail(isLate ? new Unreached(kind, `${where}: ${unfinished[phase]}`) : (reason as Error));
    });

    client.on('handshake', () => {
      phase = 'login';
      clock.restart(connectSeconds * loginTimeoutFactor);
      try {
        guard.proved();
      } catch (error) {
        fail(error as Error);
      }
    });
    client.on('ready', () => {
      listenNoMore();
      client.removeListener('close', onClose);
      resolve(client);
    });
    const onClose = (): void => {
      if (phase === 'login') fail(brokenOff(guard, order, words, 'the server closed the connection'));
      else fail(closedEarly(where, phase, firstBytes));
    };
    client.on('close', onClose);
    client.on('error', (error: Error & { level?: string }) => {
      const isRefusal = /^All configured authentication methods failed$/.test(error.message);
      if (isRefusal) fail(loginRefused(guard, order, words.text));
      // The key that could not sign has already been noted, and the next one follows.
      else if (error.level !== 'agent' && error.level !== 'client-authentication')
        fail(
          phase === 'login'
            ? brokenOff(guard, order, words, error.message)
            : failureOf(error, where, phase, firstBytes),
        );
    });
    client.on('banner', (text) => {
      words.hear(text, order.offered.length > 0);
    });
    client.on('change password', (prompt) => {
      words.hear(prompt, true);
      asking.note(expired(server.user, server.address));
      fail(loginRefused(guard, order, words.text));
    });

    let algorithms: Algorithms;
    try {
      algorithms = algorithmsFor(host, server, guard.types);
    } catch (error) {
      fail(error as Error);
      return;
    }
    client.connect({
      sock: stream,
      username: server.user,
      readyTimeout: 0,
      keepaliveInterval: keepaliveSeconds * 1000,
      keepaliveCountMax: 3,
      algorithms,
      hostVerifier: (key: Buffer, verify: (permitted: boolean) => void) => {
        try {
          guard.verify(key);
          verify(true);
        } catch (error) {
          fail(error as Error);
          verify(false);
        }
      },
      authHandler: (accepted, partial, next) => {
        clock.restart(connectSeconds * loginTimeoutFactor);
        order.next(accepted, partial, asking, guard.untrusted).then((offer) => {
          // The types of `next` don't allow false, but it is how ssh2 learns that nothing is left.
          if (!over.signal.aborted) next(offer as never);
        }, fail);
      },
    });
    // Before the SSH greeting, a server may state in plain text why it hangs up.
    const listen = (chunk: Buffer): void => {
      firstBytes += chunk.toString('latin1', 0, 1024);
      if (firstBytes.includes('SSH-')) {
        phase = 'keys';
        clock.restart(connectSeconds);
      }
      if (phase !== 'greeting' || firstBytes.length > 4096) stream.removeListener('data', listen);
    };
    stream.on('data', listen);
    // It may have been closed before there was a listener.
    if (stream.destroyed) onClose();
  }).catch((error: unknown) => {
    if (error instanceof TrueupError || error instanceof Unreached || signal.aborted) throw error;
    throw new TrueupError('E_CONNECT', `${host}: ${where}: ${(error as Error).message}`, {
      host,
      cause: error,
    });
  });
}

const unfinished = {
  greeting: 'no SSH greeting arrived in time',
  keys: 'the key exchange did not finish in time',
  login: 'the login did not finish in time',
} as const;

function closedEarly(where: string, phase: 'greeting' | 'keys', firstBytes: string): Unreached {
  const said = firstBytes.replace(/SSH-[\s\S]*$/, '').trim();
  const quote = said === '' ? [] : [said.slice(0, 200)];
  const dropped = droppedFor(said);
  if (dropped) return new Unreached(dropped.kind, `${where} answered: ${dropped.words}`, ...quote);
  // Any other text before the greeting comes from a service other than SSH.
  if (phase === 'greeting' && said !== '') {
    return new Unreached('speech', `${where} is not an SSH server`, ...quote);
  }
  const when = phase === 'greeting' ? 'before sending a greeting' : 'during the key exchange';
  return new Unreached('closed', `${where} closed the connection ${when}`, ...quote);
}

function failureOf(
  error: Error & { level?: string },
  where: string,
  phase: 'greeting' | 'keys',
  firstBytes: string,
): Unreached {
  const { message, level } = error;
  if (/no matching|algorithm/i.test(message)) return new Unreached('algorithms', `${where}: ${message}`);
  if (level === 'client-socket' || /^Connection lost/.test(message))
    return closedEarly(where, phase, firstBytes);
  return new Unreached(
    'speech',
    `${where}: ${message}`,
    ...(firstBytes === '' ? [] : [firstBytes.slice(0, 200)]),
  );
}
