// Why a shell ended that should have gone on.
import { TrueupError } from '../model/trueup-error.js';

const sudoSays: readonly [RegExp, string, string][] = [
  [
    /a (terminal|password) is required|no askpass/i,
    'sudo wants a password',
    'set ansible_become_password (best by !file)',
  ],
  [
    /not in the sudoers file|may not run sudo|not allowed to execute/i,
    'sudo is not allowed to this user',
    'give the user sudo rights, or set ansible_user',
  ],
  [
    /sudo: (command )?not found|sudo: No such file/i,
    'there is no sudo',
    'install sudo, or log in as root with ansible_become: false',
  ],
];

/** `stderr` is the end of what the channel said there. A null status is a connection that ended before its exit status. */
export function explainEnd(
  host: string,
  end: { readonly status: number | null; readonly why?: string },
  stderr: string,
): TrueupError {
  const output = stderr.trim();
  for (const [pattern, message, hint] of sudoSays) {
    if (pattern.test(output)) return new TrueupError('E_SUDO', `${host}: ${message}`, { host, hint, output });
  }
  if (end.status === null) {
    const why = end.why === undefined ? '' : `: ${end.why}`;
    return new TrueupError('E_LOST_CONNECTION', `${host}: the connection ended${why}`, {
      host,
      output,
      hint: 'run again: what is done stays done, what is not will be',
    });
  }
  return new TrueupError('E_PROTOCOL', `${host}: the shell ended with status ${end.status}`, {
    host,
    output,
  });
}
