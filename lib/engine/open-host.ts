// Connects to a host and starts its shell.
import type { Connection, Host, Unusable } from '../model/fleet.js';
import type { ConnectOptions } from '../ssh/link/connect-options.js';
import { connect } from '../ssh/connect.js';
import { LocalTransport } from '../local/local-transport.js';
import type { Transport } from '../model/transport.js';
import { operatorIsRoot } from '../operator.js';
import { TrueupError } from '../model/trueup-error.js';
import type { LockRequest } from '../wire/host-lock.js';
import { Session } from '../wire/session.js';
import { becomes } from '../wire/remote-shell-command.js';
import type { EngineOptions } from './engine-options.js';

type OpenOptions = Pick<EngineOptions, 'connect' | 'listener' | 'abort'>;

/** Throws E_INPUT if unsupported, E_CONNECT, E_AUTH, E_HOST_KEY, E_SUDO, E_INTERRUPTED; if locked, `run` throws. */
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
  const connection = asOperator(host.connection, options.connect);
  const { unusable } = connection;
  if (unusable && (unusable.variable === 'ansible_connection' || becomes(connection)))
    throw refusal(host.name, unusable);
  let because: string | undefined;
  const transport = await reach(host.name, connection, options, (why) => {
    because = why;
  });
  const { name } = transport;
  listener({ type: 'host.connected', host: host.name, transport: name, ...(because && { because }) });
  try {
    return await Session.open({ ...host, connection }, transport, {
      signal: options.abort,
      ...(lock && {
        lock,
        onWaiting: (why) => {
          listener({ type: 'notice', host: host.name, text: `${why}; waiting for that run to end` });
        },
      }),
    });
  } catch (error) {
    await transport.close();
    throw error;
  }
}

function reach(
  host: string,
  connection: Connection,
  options: OpenOptions,
  onFallback: (why: string) => void,
): Transport | Promise<Transport> {
  const { listener } = options;
  if (connection.transport === 'local') return new LocalTransport(host, options.connect);
  const told = {
    ...options.connect,
    onFallback,
    onAttempt: (attempt: number, address: string) => {
      listener({ type: 'host.connecting', host, address, attempt });
    },
    onNotice: (text: string) => {
      listener({ type: 'notice', host, text });
    },
  };
  return connect(host, connection, told, options.abort);
}

const lacks = {
  ansible_connection: [
    'trueup does not support the connection',
    'Use ssh, or local for the machine that trueup runs on; or exclude the host with --limit.',
  ],
  ansible_become_method: [
    'trueup becomes root with sudo, not with',
    'Set this variable to sudo, or exclude the host with --limit.',
  ],
} as const;

function refusal(host: string, { variable, plugin, place }: Unusable): TrueupError {
  const [message, hint] = lacks[variable];
  return new TrueupError('E_INPUT', `${host}: ${variable}: ${message} ${plugin}`, { hint, place, host });
}

/** Adds the passwords that the operator typed, if the inventory sets none. A local connection needs no login. */
function asOperator(connection: Connection, { password, becomePassword }: ConnectOptions): Connection {
  const typed = { ...(becomePassword && { becomePassword }), ...connection };
  if (connection.transport === 'local') return { ...typed, ...(operatorIsRoot() && { user: 'root' }) };
  return { ...(password && { password }), ...typed };
}
