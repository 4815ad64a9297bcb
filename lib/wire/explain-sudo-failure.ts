// What sudo and sudo-rs print when they start no root shell: what it means, and what to do about it.
import { TrueupError } from '../model/trueup-error.js';

interface Saying {
  /** Matches messages of sudo and sudo-rs, with LC_ALL=C or without: their own messages are in English. */
  readonly pattern: RegExp;
  readonly message: string;
  readonly hint: string;
}

const refused = {
  message: 'sudo refused the password',
  hint: 'Check ansible_become_password. If sudo also asks for a second factor (a code), trueup can’t answer it.',
};

/** The first match counts: sudo may print more than one of these messages. */
const sayings: readonly Saying[] = [
  {
    pattern: /must have a tty/i,
    message: 'sudo requires a terminal (requiretty in its rules), but there is none',
    hint: 'Remove requiretty from the sudoers file on the host, or exempt the user: Defaults:NAME !requiretty',
  },
  {
    pattern: /not in the sudoers file|may not run sudo|not allowed to (execute|run)|afraid I can't do that/i,
    message: 'this user may not use sudo',
    hint: 'Give the user sudo rights on the host (group sudo), or set ansible_user to a user who has them. With ansible_connection: local, the user who runs trueup needs them.',
  },
  {
    pattern: /(incorrect|\d) (password|authentication) attempt|try again/i,
    ...refused,
  },
  {
    pattern: /(password|account)[^\n]*(expired|locked)/i,
    message: 'sudo rejects the account: it is locked or expired, or its password has expired',
    hint: 'Log in by hand and set a new password, or run chage -l NAME on the host to see what has expired.',
  },
  {
    pattern: /(terminal|password|authentication) (is )?required|no askpass/i,
    message: 'sudo needs a password',
    hint: 'Set ansible_become_password (preferably with !file), or let trueup ask for it: -K (--ask-become-pass).',
  },
  {
    pattern: /unknown user|user '[^']*' not found/i,
    message: 'sudo does not know the user in ansible_become_user',
    hint: 'Create the user on the host, or set ansible_become_user to one that exists.',
  },
  {
    pattern: /setuid bit|no new privileges|effective uid is not 0/i,
    message: 'sudo can’t become root: its setuid bit is missing or has no effect',
    hint: 'Reinstall sudo on the host; in a container, allow new privileges.',
  },
  {
    pattern: /sudo: (command )?not found|sudo: No such file|unknown command:? .?sudo/i,
    message: 'sudo is not installed',
    hint: 'Install sudo, or log in as root: ansible_user: root. If ssh_config already logs in as root, set ansible_become: false. With ansible_connection: local, run trueup as root.',
  },
];

/** The error if sudo asks for the password again. */
export function passwordRefused(host: string): TrueupError {
  return new TrueupError('E_SUDO', `${host}: ${refused.message}`, { host, hint: refused.hint });
}

/** The error for what was printed; undefined if the text is unknown. */
export function explainSudo(host: string, said: string): TrueupError | undefined {
  const saying = sayings.find(({ pattern }) => pattern.test(said));
  if (!saying) return undefined;
  const { message, hint } = saying;
  return new TrueupError('E_SUDO', `${host}: ${message}`, { host, hint, output: said });
}
