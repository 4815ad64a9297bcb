// The one command that the login shell runs: a shell, as the right user.
import type { Connection } from '../model/fleet.js';
import { TrueupError } from '../model/trueup-error.js';

export interface ShellCommand {
  /** Read by the login shell, whichever that is. */
  readonly text: string;
  /** With a sudo password: what sudo prints on stderr to ask for it, and what the shell prints once it is up. */
  readonly prompt?: string;
  readonly ready?: string;
}

/** Whether the shell runs as a user other than the login user. Root needs no sudo, and often has none. */
export function becomes({ become, user, becomeUser }: Connection): boolean {
  return become && !(user === 'root' && becomeUser === 'root');
}

/**
 * `nonce` is hexadecimal; `bytes` is the supervisor's length. sudo(8): -n never prompts, -S reads the password from
 * stdin, -k ignores a cached one.
 */
export function shellCommand(
  host: string,
  connection: Connection,
  nonce: string,
  bytes: number,
): ShellCommand {
  // Reads the supervisor from stdin, and not a byte more. Plain enough for any login shell.
  const boot = `eval "$(head -c ${bytes})"`;
  if (!becomes(connection)) return { text: `/bin/sh -c '${boot}' /bin/sh` };
  const user = connection.becomeUser;
  if (!/^[a-z_][a-z0-9_.-]*\$?$/i.test(user)) {
    throw new TrueupError(
      'E_INPUT',
      `${host}: ansible_become_user ${JSON.stringify(user)} is not a valid user name`,
      {
        host,
      },
    );
  }
  const as = user === 'root' ? '' : ` -H -u ${user}`;
  if (!connection.becomePassword) return { text: `sudo -n${as} -- /bin/sh -c '${boot}' /bin/sh` };
  const prompt = `trueup-password-${nonce}`;
  const ready = `trueup-ready-${nonce}`;
  return {
    text: `sudo -k -S${as} -p ${prompt} -- /bin/sh -c 'echo ${ready}; ${boot}' /bin/sh`,
    prompt,
    ready,
  };
}
