// Messages of servers that refuse a login although the credentials may be right, each with its remedy.
const sayings: readonly (readonly [RegExp, (user: string) => string])[] = [
  [
    /too many authentication failures/i,
    () =>
      'The server was offered more keys than it allows (MaxAuthTries). Specify the right one (ansible_ssh_private_key_file, or IdentityFile with IdentitiesOnly yes).',
  ],
  [
    /password[^\n]*expired|(change|changing) your password|password change required|must change (your|the) password/i,
    (user) => `The password of ${user} has expired. Log in by hand and set a new one.`,
  ],
  [
    /account[^\n]*expired|expired[^\n]*account/i,
    (user) =>
      `The account ${user} has expired. On the server, chage -l ${user} shows when, and chage -E -1 ${user} removes the expiry date.`,
  ],
  [
    /account[^\n]*locked/i,
    (user) =>
      `The account ${user} is locked. On the server, unlock it with passwd -u ${user} or faillock --user ${user} --reset.`,
  ],
  [
    /nologin|going down|booting up|not permitted to log in yet|unprivileged users/i,
    () =>
      'Only root may log in to the server at the moment (/run/nologin or /etc/nologin). Wait until the server is up, or remove that file.',
  ],
];

/** The remedy for a server's message; undefined if the message is unknown. */
export function refusalHint(said: string, user: string): string | undefined {
  return sayings.find(([pattern]) => pattern.test(said))?.[1](user);
}

/** The remedy if the server accepted the login, printed a message and disconnected: PAM refused the account with its own message. */
export function accountHint(user: string): string {
  return `The server closed the connection right after ${user} logged in; its message gives the reason. The cause may be /run/nologin or /etc/nologin (then only root may log in) or another account restriction; see journalctl -u ssh on the server.`;
}

/** The last line of what the server said, to be appended to a message. */
export function saidOf(said: string | undefined): string {
  const last = said?.split('\n').findLast((line) => /[a-z]{3}/i.test(line));
  return last === undefined ? '' : `; the server's message: ${last.trim().slice(0, 200)}`;
}
