// Why a server refused a login, and how to fix it.
import { TrueupError } from '../../model/trueup-error.js';
import type { HostKeyGuard } from '../host-keys/host-key-policy.js';
import type { LoginOrder } from '../credentials/next-credential.js';
import { placeOf, Unreached } from '../link/unreachable-error.js';
import { accountHint, refusalHint, saidOf } from '../credentials/login-refusal-hint.js';
import type { ServerWords } from './server-messages.js';

/** The error after the last credential was refused; `said` is the server's message, `remedy` a better hint if known. */
export function loginRefused(
  guard: HostKeyGuard,
  order: LoginOrder,
  said: string | undefined,
  remedy?: string,
): TrueupError {
  const { host, server } = guard;
  const labels = order.offered.map((credential) => credential.label);
  const offered = labels.length > 0 ? `offered: ${labels.join(', ')}` : 'no credentials were offered';
  const accepts = order.accepts ? `; it accepts ${order.accepts.join(', ')}` : '';
  const more = order.isPartial ? '; one factor was accepted, but another is required' : '';
  const troubles = order.troubles.map(({ message }) => `; ${message}`).join('');
  const who = server.isJump ? `the jump server ${server.address}` : server.address;
  const quote = saidOf(said);
  return new TrueupError(
    'E_AUTH',
    `${host}: ${who} refused the login of ${server.user} (${offered}${accepts}${more}${troubles})${quote}`,
    { host, hint: remedy ?? hint(guard, order, said), ...(said === undefined ? {} : { output: said }) },
  );
}

/** The error if the server hung up instead of answering: a refusal comes with a reason; all else may be the network. */
export function brokenOff(guard: HostKeyGuard, order: LoginOrder, words: ServerWords, reason: string): Error {
  const { server } = guard;
  const said = [words.text, reason].filter(Boolean).join('\n');
  if (
    /Too many authentication|Access denied|account|not allowed/i.test(reason) ||
    refusalHint(said, server.user)
  )
    return loginRefused(guard, order, said);
  if (words.isAnswer) return loginRefused(guard, order, words.text, accountHint(server.user));
  return new Unreached(
    'lost',
    `${placeOf(server)}: the connection broke during the login: ${reason}`,
    words.text,
  );
}

function hint(guard: HostKeyGuard, order: LoginOrder, said = ''): string {
  const { user, isJump } = guard.server;
  if (guard.untrusted && !order.accepts?.includes('publickey'))
    return 'A password is never sent to a host whose key has changed. Correct known_hosts first.';
  const known = refusalHint(said, user);
  if (known !== undefined) return known;
  const isByKey = order.offered.every(({ method }) => method === 'publickey');
  const trouble = order.noted.at(-1) ?? (isByKey ? order.troubles.at(-1) : undefined);
  if (trouble) return trouble.hint;
  if (isJump)
    return `A login to a jump server uses the user and key from ssh_config (Host ${guard.server.address}: User, IdentityFile) and the agent's keys, not the host's user and key.`;
  const tried = new Set(order.offered.map(({ method }) => method));
  const onlyKeys = order.accepts?.every((method) => method === 'publickey') ?? false;
  if (tried.size === 0 || (onlyKeys && !tried.has('publickey')))
    return 'Specify a key (ansible_ssh_private_key_file), load one into the ssh-agent, or give a password (--ask-pass).';
  if (tried.has('password') || tried.has('keyboard-interactive'))
    return `Check the user (ansible_user: ${user}) and the password (ansible_password, --ask-pass).`;
  return `Check that ${user} is the right user (ansible_user), and that the public key is in that user's authorized_keys on the server.`;
}
