// Why a server let nobody in, in words that lead to the remedy.
import { TrueupError } from '../../model/trueup-error.js';
import type { HostKeyGuard } from '../host-keys/host-key-guard.js';
import type { LoginOrder } from '../credentials/login-order.js';

/** The error after the last credential was refused. */
export function loginRefused(
  guard: HostKeyGuard,
  order: LoginOrder,
  trouble: string | undefined,
): TrueupError {
  const { host, server } = guard;
  const labels = order.offered.map((credential) => credential.label);
  const offered = labels.length > 0 ? `offered: ${labels.join(', ')}` : 'nothing could be offered';
  const accepts = order.accepts ? `; it accepts ${order.accepts.join(', ')}` : '';
  const because = trouble === undefined ? '' : `; ${trouble}`;
  return new TrueupError(
    'E_AUTH',
    `${host}: ${server.address} refused the login of ${server.user} (${offered}${accepts}${because})`,
    { host, hint: hint(labels.length, order, server.user, guard.untrusted) },
  );
}

function hint(count: number, order: LoginOrder, user: string, untrusted: boolean): string {
  if (untrusted && !order.accepts?.includes('publickey')) {
    return 'A password is not sent to a host whose key changed: correct known_hosts first.';
  }
  const keysOnly =
    order.accepts?.includes('password') === false && order.offered.every((c) => c.method !== 'publickey');
  if (count === 0 || keysOnly) {
    return 'Name a key (ansible_ssh_private_key_file), load one into the ssh-agent, or give a password (--ask-pass).';
  }
  return `Is ${user} the right user (ansible_user), and is the key's public half in its authorized_keys there?`;
}
