// Why a shell ended that should have gone on.
import type { Connection } from '../model/fleet.js';
import { slowHostHint } from '../model/pace.js';
import { TrueupError } from '../model/trueup-error.js';
import { NoFrame } from './frame-reader.js';
import { lockFile } from './lock-refusal.js';
import { noFlock, noLockFile } from './prelude.js';

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
  if (end.status === noLockFile || end.status === noFlock) {
    const [message, hint] =
      end.status === noFlock
        ? ['there is no flock(1), so the host can’t be locked', 'install util-linux on it']
        : [`${lockFile} can’t be written`, 'is /run of the host mounted, writable and not full?'];
    return new TrueupError('E_APPLY', `${host}: ${message}`, { host, hint, output });
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
    hint: 'log in by hand and try: sudo -n /bin/sh -c true',
  });
}

/** Why nothing came in time. `preamble` is what a shell said that never came up. */
export function explainSilence(
  host: string,
  seconds: number,
  stderr: string,
  preamble: string | undefined,
  connection: Pick<Connection, 'connectTimeoutSeconds'>,
): TrueupError {
  const within = `within ${Math.round(seconds * 10) / 10} s`;
  if (preamble === undefined)
    return new TrueupError('E_TIMEOUT', `${host}: no answer ${within}`, {
      host,
      output: stderr,
      hint: slowHostHint(connection),
    });
  const hint = `log in by hand and see what its login shell and sudo do: they must start /bin/sh and pass its output on. ${slowHostHint(connection)}`;
  const output = `${preamble}\n${stderr}`.trim();
  return new TrueupError('E_PROTOCOL', `${host}: its shell did not answer ${within}`, { host, hint, output });
}

/** What came instead of a frame. */
export function explainNoFrame(host: string, error: unknown): TrueupError {
  const output = error instanceof NoFrame ? error.said : '';
  const hint =
    'see what the login shell prints (ssh HOST true must print nothing), and whether this is the host you mean';
  const message = `${host}: ${error instanceof Error ? error.message : String(error)}`;
  return new TrueupError('E_PROTOCOL', message, { host, output, hint, cause: error });
}

/** The operator wants it to stop now. */
export function explainStop(host: string, changing: boolean): TrueupError {
  const hint = 'what ran there was told to end; run again to see how far it came';
  return new TrueupError('E_INTERRUPTED', `${host}: stopped`, { host, ...(changing ? { hint } : {}) });
}
