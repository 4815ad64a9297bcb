// The way to a host: settings merged, transport chosen, every failure in a person's words.
import type { Connection } from '../model/fleet.js';
import type { Transport } from '../model/transport.js';
import type { ConnectOptions } from './connect-options.js';
import { connectSsh2 } from './connect-ssh2.js';
import { resolveTarget } from './resolve-target.js';
import { GaveUp } from './retry.js';
import { unreachedError } from './unreached.js';

export type { ConnectOptions } from './connect-options.js';

/** Connects and logs in. Throws E_CONNECT, E_AUTH, E_HOST_KEY or E_LOST_CONNECTION, or the signal's reason. */
export async function connect(
  host: string,
  connection: Connection,
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<Transport> {
  const target = await resolveTarget(host, connection, options);
  try {
    return await connectSsh2(target, options, signal);
  } catch (error) {
    if (error instanceof GaveUp) throw unreachedError(host, error.failure, error.attempts);
    throw error;
  }
}
