// Connects with ssh2: through the jump servers, with retries, to a logged-in transport.
import type { Transport } from '../../model/transport.js';
import { attemptListener } from '../link/report-attempts.js';
import { leaseBastion, type Lease } from './bastions.js';
import { limited } from '../link/limit-logins.js';
import type { ConnectOptions } from '../link/connect-options.js';
import { credentialsFor, type Credentials } from '../credentials/choose-credentials.js';
import { sshEnvironment } from '../config/ssh-environment.js';
import { withDeadline } from '../link/deadline.js';
import { dial, dialThrough } from './dial.js';
import { HostKeyGuard } from '../host-keys/host-key-policy.js';
import { Link } from '../link/ssh2-client.js';
import { login } from './login.js';
import { retrying } from '../link/retry-connection.js';
import { Ssh2Transport } from './ssh2-transport.js';
import type { Server, Target } from '../link/target.js';
import { placeOf, Unreached } from '../link/unreachable-error.js';

/** Throws GaveUp if the host can't be reached, TrueupError for what no retry cures (host key, login). */
export async function connectSsh2(
  target: Target,
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<Transport> {
  const trip: Trip = { target, options };
  const credentials = await credentialsFor(target.host, target, options, signal);
  const listener = attemptListener(target.host, target.address, options);
  return retrying(
    async () => {
      const lease = await leaseHops(trip, target.hops, signal);
      try {
        const link = await reach(trip, target, credentials, lease, target.hops.at(-1), signal);
        return new Ssh2Transport(target, link, () => lease?.release());
      } catch (error) {
        lease?.release();
        throw error;
      }
    },
    listener,
    signal,
  );
}

interface Trip {
  readonly target: Target;
  readonly options: ConnectOptions;
}

/** A share of the connection to the last of these servers; none if there are none. */
async function leaseHops(
  trip: Trip,
  hops: readonly Server[],
  signal: AbortSignal,
): Promise<Lease | undefined> {
  const lastHop = hops.at(-1);
  if (!lastHop) return undefined;
  const last = { ...lastHop, isJump: true as const };
  const before = hops.slice(0, -1);
  return leaseBastion(keyOf(hops), trip.options, signal, async () => {
    // The connection is shared, so no single host's signal may end it; the deadline does.
    const own = new AbortController().signal;
    const credentials = await credentialsFor(trip.target.host, last, trip.options, own);
    return retrying(
      async () => {
        const lease = await leaseHops(trip, before, own);
        try {
          const link = await reach(trip, last, credentials, lease, before.at(-1), own);
          link.client.once('close', () => lease?.release());
          return link;
        } catch (error) {
          lease?.release();
          throw error;
        }
      },
      attemptListener(trip.target.host, last.address, trip.options),
      own,
    );
  });
}

/** One attempt at one server; the connect timeout applies to each of its steps. */
function reach(
  { target, options }: Trip,
  server: Server,
  credentials: Credentials,
  lease: Lease | undefined,
  via: Server | undefined,
  signal: AbortSignal,
): Promise<Link> {
  const { host, connectTimeoutSeconds: seconds, keepaliveSeconds } = target;
  const late = (): Unreached =>
    new Unreached('timeout', `${placeOf(server)} did not answer within ${seconds} s`);
  return limited(server, () =>
    withDeadline(seconds, signal, late, async (deadline, clock) => {
      const guard = new HostKeyGuard(host, server, (text) => options.onNotice?.(text));
      const stream =
        lease && via
          ? await dialThrough(lease.link.client, via, server, deadline)
          : await dial(server, sshEnvironment(options), deadline);
      clock.restart(seconds);
      const times = { clock, connectSeconds: seconds, keepaliveSeconds };
      const client = await login(guard, credentials, stream, times, deadline);
      return new Link(client, stream);
    }),
  );
}

function keyOf(hops: readonly Server[]): string {
  return JSON.stringify(hops.map((hop) => ({ ...hop, config: [...hop.config] })));
}
