// The one command that a login shell is asked to run: a shell, as the right user.
import type { Connection } from '../model/fleet.js';
import { TrueupError } from '../model/trueup-error.js';

export interface ShellCommand {
  /** Read by the login shell, whichever that is. */
  readonly text: string;
  /** With a sudo password: what sudo prints on stderr when it wants it, and what the shell prints once it is up. */
  readonly prompt?: string;
  readonly ready?: string;
}

/** `nonce` is hexadecimal. sudo(8): -n never asks, -S reads the password from stdin, -k ignores a cached one. */
export function shellCommand(host: string, connection: Connection, nonce: string): ShellCommand {
  if (!connection.become) return { text: '/bin/sh -s' };
  const user = connection.becomeUser;
  if (!/^[a-z_][a-z0-9_.-]*\$?$/i.test(user)) {
    throw new TrueupError('E_INPUT', `${host}: ansible_become_user ${JSON.stringify(user)} is no user name`, {
      host,
    });
  }
  const as = user === 'root' ? '' : ` -H -u ${user}`;
  if (!connection.becomePassword) return { text: `sudo -n${as} -- /bin/sh -s` };
  const prompt = `trueup-password-${nonce}`;
  const ready = `trueup-ready-${nonce}`;
  return {
    text: `sudo -k -S${as} -p ${prompt} -- /bin/sh -c 'echo ${ready}; exec /bin/sh -s'`,
    prompt,
    ready,
  };
}
