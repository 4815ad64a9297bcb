// Refuses settings of sshd that would lock out the operator who applies them.
import { TrueupError, type Host } from '../../lib/kit.js';
import type { BaseVars } from './vars.js';

/** Throws E_INPUT if sshd would afterwards refuse the login that the inventory uses. */
export function refuseLockOut({ name, connection }: Host, vars: BaseVars): void {
  if (connection.password !== undefined && !vars.ssh_passwords) {
    throw new TrueupError(
      'E_INPUT',
      `${name}: the inventory logs in with a password, but base configures sshd to refuse passwords`,
      {
        host: name,
        hint: 'Log in with a key, or set base.ssh_passwords to true.',
      },
    );
  }
  if (connection.user === 'root' && vars.ssh_root_login === 'no') {
    throw new TrueupError(
      'E_INPUT',
      `${name}: the inventory logs in as root, but base configures sshd to refuse root logins`,
      {
        host: name,
        hint: 'Log in as another user, or set base.ssh_root_login to prohibit-password.',
      },
    );
  }
}
