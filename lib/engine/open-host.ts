// Connects to a host and starts its shell.
import type { Connection, Host } from '../model/fleet.js';
import type { ConnectOptions } from '../ssh/link/connect-options.js';
import { connect } from '../ssh/connect.js';
import { TrueupError } from '../model/trueup-error.js';
import type { LockRequest } from '../wire/take-lock.js';
import { Session } from '../wire/session.js';
import type { EngineOptions } from './engine-options.js';

type OpenOptions = Pick<EngineOptions, 'connect' | 'listener' | 'abort'>;

/** Throws E_CONNECT, E_AUTH, E_HOST_KEY, E_SUDO, E_INTERRUPTED. The lock's refusal shows at the first `run`. */
export async function openHost(host: Host, options: OpenOptions, lock?: LockRequest): Promise<Session> {
  try {
    return await open(host, options, lock);
  } catch (error) {
    if (!options.abort.aborted) throw error;
    throw new TrueupError('E_INTERRUPTED', `${host.name}: stopped`, { host: host.name, cause: error });
  }
}

async function open(host: Host, options: OpenOptions, lock?: LockRequest): Promise<Session> {
  const { listener } = options;
  const connection = withPasswords(host.connection, options.connect);
  let because: string | undefined;
  const transport = await connect(
    host.name,
    connection,
    {
      ...options.connect,
      onAttempt: (attempt, address) => {
        listener({ type: 'host.connecting', host: host.name, address, attempt });
      },
      onFallback: (why) => {
        because = why;
      },
      onNotice: (text) => {
        listener({ type: 'notice', host: host.name, text });
      },
    },
    options.abort,
  );
  const { name } = transport;
  listener({ type: 'host.connected', host: host.name, transport: name, ...(because && { because }) });
  try {
    return await Session.open({ ...host, connection }, transport, {
      signal: options.abort,
      ...(lock && {
        lock,
        onWaiting: (why) => {
          listener({ type: 'notice', host: host.name, text: `${why}; waiting for it to end` });
        },
      }),
    });
  } catch (error) {
    await transport.close();
    throw error;
  }
}

/** What the operator typed stands in where the inventory says nothing. */
function withPasswords(connection: Connection, { password, becomePassword }: ConnectOptions): Connection {
  return { ...(password && { password }), ...(becomePassword && { becomePassword }), ...connection };
}
