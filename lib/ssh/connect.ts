// Connects to a host: merges settings, chooses the transport, explains every failure.
import { setMaxListeners } from 'node:events';
import type { Connection } from '../model/fleet.js';
import type { Transport } from '../model/transport.js';
import { chooseTransport } from './choose-transport.js';
import type { ConnectOptions } from './link/connect-options.js';
import { connectSsh2 } from './ssh2/connect-ssh2.js';
import { OpensshTransport } from './openssh/openssh-transport.js';
import { resolveTarget } from './config/resolve-target.js';
import { GaveUp } from './link/retry-connection.js';
import { unreachedError } from './link/unreachable-error.js';

export type { ConnectOptions } from './link/connect-options.js';

/** Connects and logs in; the OpenSSH transport does so when its channel opens. Throws E_CONNECT, E_AUTH, E_HOST_KEY or E_LOST_CONNECTION, or the signal's reason. */
export async function connect(
  host: string,
  connection: Connection,
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<Transport> {
  // One signal stands for a whole run of many hosts, each of which listens to it.
  setMaxListeners(0, signal);
  const target = await resolveTarget(host, connection, options);
  const byOpenssh = (): Transport => new OpensshTransport(target, connection, options);
  if (connection.transport === 'openssh') return byOpenssh();
  const choice = await chooseTransport(target, options);
  if (choice.transport === 'openssh' && connection.transport === 'ssh2')
    options.onNotice?.(
      `${host}: connecting with ssh2, as set by ansible_connection, although ${choice.because}`,
    );
  else if (choice.transport === 'openssh') {
    options.onFallback?.(choice.because);
    return byOpenssh();
  }
  try {
    return await connectSsh2(target, options, signal);
  } catch (error) {
    if (!(error instanceof GaveUp)) throw error;
    if (connection.transport === 'auto' && error.failure.kind === 'algorithms') {
      options.onFallback?.(error.failure.message);
      return byOpenssh();
    }
    throw unreachedError(host, error.failure, error.attempts);
  }
}
