// What servers print when a login succeeds but no shell starts: forced commands, expired passwords, closed hosts.
import { TrueupError } from '../model/trueup-error.js';

interface Saying {
  readonly pattern: RegExp;
  readonly message: (match: RegExpExecArray) => string;
  readonly hint: (match: RegExpExecArray) => string;
}

const sayings: readonly Saying[] = [
  {
    // Printed by the forced command that cloud images put into root's authorized_keys.
    pattern: /(please log ?in as the (?:user )?["'“]?([a-z_][\w.-]*)["'”]?.*)/i,
    message: ([, line = '']) => `the server does not give this user a shell: ${line}`,
    hint: ([, , user = '']) => `Set ansible_user: ${user} (sudo then provides root access).`,
  },
  {
    pattern:
      /^(?!sudo).*(password change required|your password has expired|required to change your password)/im,
    message: () => 'the password of this user has expired and must be changed',
    hint: () => 'Log in by hand and set a new password, or run `chage -d $(date +%F) NAME` on the host.',
  },
  {
    pattern: /^(?!sudo).*(your account has expired|account is expired)/im,
    message: () => 'the account of this user has expired',
    hint: () =>
      'On the host, chage -l NAME shows when it expired, and chage -E -1 NAME removes the expiry date.',
  },
  {
    pattern: /account is (currently )?not available/i,
    message: () => 'the login shell rejects every login (nologin)',
    hint: () =>
      'Give the user a shell on the host (chsh -s /bin/sh NAME), or set ansible_user to another user.',
  },
  {
    pattern: /(system is (booting up|going down).*|.*not permitted to log in yet.*)/i,
    message: ([line = '']) => `only root can log in at the moment: ${line.trim()}`,
    hint: () => 'Wait until the host is up, or remove /run/nologin and /etc/nologin there.',
  },
];

/** The E_AUTH for what was printed when no shell started; undefined if the text is unknown. */
export function explainLogin(host: string, said: string): TrueupError | undefined {
  for (const { pattern, message, hint } of sayings) {
    const match = pattern.exec(said);
    if (match)
      return new TrueupError('E_AUTH', `${host}: ${message(match)}`, {
        host,
        hint: hint(match),
        output: said,
      });
  }
  return undefined;
}
