// Why one attempt to reach a server failed, and how that is reported.
import { TrueupError } from '../../model/trueup-error.js';
import type { ErrorCode } from '../../model/error-codes.js';
import type { Server } from './target.js';

/** Kinds of failure that differ in whether and when another attempt makes sense. */
export type UnreachedKind =
  | 'refused'
  | 'unreachable'
  | 'timeout'
  | 'closed'
  | 'penalty'
  | 'name'
  | 'resolver'
  | 'unresolved'
  | 'forbidden'
  | 'algorithms'
  | 'speech'
  | 'late'
  | 'lost';

/** One attempt's failure before anything was decided about it. */
export class Unreached extends Error {
  constructor(
    readonly kind: UnreachedKind,
    message: string,
    /** What the server said, if it said anything. */
    readonly said?: string,
  ) {
    super(message);
    this.name = 'Unreached';
  }
}

/** How a server is called in messages: one on the way isn't the host itself. */
export function placeOf({ address, port, isJump }: Pick<Server, 'address' | 'port' | 'isJump'>): string {
  return `${isJump ? 'the jump server ' : ''}${address} port ${port}`;
}

/** A resolver that says nothing has tried each of its servers several times by then, so it isn't asked again. */
export function unresolved(server: Pick<Server, 'address' | 'port' | 'isJump'>): Unreached {
  return new Unreached('unresolved', `${placeOf(server)} can't be resolved: no DNS server answered in time`);
}

const hints: Readonly<Record<UnreachedKind, string>> = {
  refused: 'Nothing listens there: check that sshd is running, and that ansible_port is right.',
  unreachable:
    'There is no route to it: check that the host is up, that the address is right, and whether a VPN is needed.',
  timeout:
    'There was no answer: check that the host is up, and that no firewall drops the packets. If the host is slow, raise ansible_timeout.',
  closed:
    'The server closed the connection before the login: it may be overloaded (MaxStartups), still starting, or blocking this address (hosts.deny, fail2ban).',
  penalty:
    'The server penalizes this address for failed logins (PerSourcePenalties): wait a few minutes; on the server, PerSourcePenaltyExemptList exempts an address.',
  name: 'The name does not resolve: check ansible_host and DNS.',
  resolver:
    "No DNS server answered: check this machine's network and the servers in /etc/resolv.conf, or set ansible_host to an address.",
  unresolved:
    "No DNS server answered: check this machine's network and the servers in /etc/resolv.conf, set ansible_host to an address, or raise ansible_timeout.",
  forbidden:
    'The jump server does not forward (AllowTcpForwarding, PermitOpen): allow it there, or use another jump server.',
  algorithms:
    'Client and server share no algorithm: update sshd there, or set ansible_connection: openssh and allow its algorithms in ~/.ssh/config.',
  speech: 'The server on that port is not an SSH server: check ansible_host and ansible_port.',
  late: 'It answered, but the login did not finish in time: raise ansible_timeout, or find out what logins are waiting for (DNS, PAM): journalctl -u ssh on the server.',
  lost: 'The connection broke during the login: check the log of sshd on the server (journalctl -u ssh).',
};

/** The error that is shown after the last attempt. */
export function unreachedError(host: string, failure: Unreached, attempts: number): TrueupError {
  const code: ErrorCode =
    failure.kind === 'lost' || failure.kind === 'late' ? 'E_LOST_CONNECTION' : 'E_CONNECT';
  const tries = attempts > 1 ? ` (${attempts} attempts)` : '';
  return new TrueupError(code, `${host}: ${failure.message}${tries}`, {
    host,
    hint: hintOf(failure),
    ...(failure.said === undefined ? {} : { output: failure.said }),
    cause: failure,
  });
}

/** People who come with an inventory of Ansible's expect `localhost` to need no sshd. */
function hintOf({ kind, message }: Unreached): string {
  const isHere = kind === 'refused' && /^(localhost|127\.[\d.]+|::1) /.test(message);
  return isHere
    ? `${hints[kind]} This machine itself is managed without ssh: set ansible_connection: local.`
    : hints[kind];
}
