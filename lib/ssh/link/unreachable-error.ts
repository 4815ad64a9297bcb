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
  | 'overloaded'
  | 'penalty'
  | 'name'
  | 'resolver'
  | 'unresolved'
  | 'forbidden'
  | 'algorithms'
  | 'speech'
  | 'late'
  | 'lost';

/** The failure of one attempt, before it is decided whether to retry. */
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

/** What a server is called in messages: a jump server isn't the host itself. */
export function placeOf({ address, port, isJump }: Pick<Server, 'address' | 'port' | 'isJump'>): string {
  return `${isJump ? 'the jump server ' : ''}${address} port ${port}`;
}

/** A resolver that is still silent has tried each of its servers several times by then, so there is no retry. */
export function unresolved(server: Pick<Server, 'address' | 'port' | 'isJump'>): Unreached {
  return new Unreached('unresolved', `${placeOf(server)} can't be resolved: no DNS server answered in time`);
}

const hints: Readonly<Record<UnreachedKind, string>> = {
  refused: 'Nothing is listening on that port. Check that sshd is running and that ansible_port is correct.',
  unreachable:
    'There is no route to the host. Check that it is up, that its address is correct, and whether a VPN is needed.',
  timeout:
    'There was no answer. Check that the host is up and that no firewall drops the packets. If the host is slow, raise ansible_timeout.',
  closed:
    'The server closed the connection before the login. It may be overloaded (MaxStartups), still starting, or blocking this address (hosts.deny, fail2ban).',
  overloaded:
    'Too many logins to this server were in flight at once (MaxStartups). Lower --forks, or raise MaxStartups in its sshd_config.',
  penalty:
    'The server penalizes this address for failed logins (PerSourcePenalties). Wait a few minutes, or exempt the address with PerSourcePenaltyExemptList on the server.',
  name: 'The name does not resolve. Check ansible_host and DNS.',
  resolver:
    "No DNS server answered. Check this machine's network and the servers in /etc/resolv.conf, or set ansible_host to an address.",
  unresolved:
    "No DNS server answered. Check this machine's network and the servers in /etc/resolv.conf, set ansible_host to an address, or raise ansible_timeout.",
  forbidden:
    'The jump server does not allow forwarding (AllowTcpForwarding, PermitOpen). Allow it there, or use another jump server.',
  algorithms:
    "Client and server have no algorithm in common. Update sshd on the server, or set ansible_connection: openssh and allow the server's algorithms in ~/.ssh/config.",
  speech: 'The server on that port is not an SSH server. Check ansible_host and ansible_port.',
  late: 'The server answered, but the login did not finish in time. Raise ansible_timeout, or check what delays logins on the server, such as DNS or PAM (journalctl -u ssh).',
  lost: 'The connection broke during the login. Check the sshd log on the server (journalctl -u ssh).',
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

/** Users who bring an Ansible inventory expect `localhost` to need no sshd. */
function hintOf({ kind, message }: Unreached): string {
  const isHere = kind === 'refused' && /^(localhost|127\.[\d.]+|::1) /.test(message);
  return isHere
    ? `${hints[kind]} To manage the local machine without SSH, set ansible_connection: local.`
    : hints[kind];
}
