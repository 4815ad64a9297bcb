// Why a shell ended too early.
import type { Connection } from '../model/fleet.js';
import { messageOf } from '../model/thrown-message.js';
import { slowHostHint } from '../model/host-timeouts.js';
import { TrueupError } from '../model/trueup-error.js';
import { NoFrame } from './frame-reader.js';
import { explainLogin } from './explain-missing-shell.js';
import { explainSudo } from './explain-sudo-failure.js';
import { lockFile, noFlock, noLockFile } from './host-lock.js';

interface Said {
  /** The last output on the channel's stderr. */
  readonly stderr: string;
  /** What was printed to stdout if the shell never started; absent if it did start. */
  readonly preamble?: string | undefined;
  /** Whether changes had been sent to the host. */
  readonly changing?: boolean;
}

/** A null status means that the connection ended before the exit status arrived. */
export function explainEnd(
  host: string,
  end: { readonly status: number | null; readonly why?: string },
  { stderr, preamble, changing = false }: Said,
): TrueupError {
  const output = `${preamble ?? ''}\n${stderr}`.trim();
  const known =
    preamble === undefined ? undefined : (explainLogin(host, output) ?? explainSudo(host, output));
  if (known) return known;
  if (end.status === noLockFile || end.status === noFlock) {
    const [message, hint] =
      end.status === noFlock
        ? ['flock(1) is missing, so the host can’t be locked', 'Install util-linux on the host.']
        : [`${lockFile} can’t be written`, 'Check that /run on the host is mounted, writable and not full.'];
    return new TrueupError('E_APPLY', `${host}: ${message}`, { host, hint, output });
  }
  if (end.status === null) {
    const why = end.why === undefined ? '' : `: ${end.why}`;
    return new TrueupError('E_LOST_CONNECTION', `${host}: the connection ended${why}`, {
      host,
      output,
      hint: changing ? 'Run again. Finished changes are kept, and the rest is applied.' : 'Run again.',
    });
  }
  if (preamble !== undefined && output === '') {
    return new TrueupError(
      'E_PROTOCOL',
      `${host}: the login shell exited with status ${end.status} and printed nothing`,
      {
        host,
        hint: 'Check whether the login shell is /bin/false (getent passwd NAME), and whether sshd forces another command (ForceCommand).',
      },
    );
  }
  const isSudo = preamble === undefined || /\bsudo\b/.test(output);
  const last = output.split('\n').findLast((line) => line.trim() !== '');
  const says = isSudo || last === undefined ? '' : `: ${last.trim().slice(0, 200)}`;
  return new TrueupError('E_PROTOCOL', `${host}: the shell exited with status ${end.status}${says}`, {
    host,
    output,
    hint: isSudo
      ? 'Log in by hand and try `sudo -n /bin/sh -c true`.'
      : 'Log in by hand to see whether sshd forces another command (ForceCommand, command= in authorized_keys), or whether the login shell exits on its own.',
  });
}

/** Why no answer came in time. `preamble` is what was printed if the shell never started. */
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
  const hint = `Log in by hand and check the login shell and sudo: they must start /bin/sh and pass on its output. ${slowHostHint(connection)}`;
  const output = `${preamble}\n${stderr}`.trim();
  return new TrueupError('E_PROTOCOL', `${host}: the shell did not answer ${within}`, { host, hint, output });
}

/** The error for data that isn't a frame. */
export function explainNoFrame(host: string, error: unknown): TrueupError {
  const output = error instanceof NoFrame ? error.said : '';
  const hint =
    'Check what the login shell prints (ssh HOST true must print nothing), and whether this is the right host.';
  const message = `${host}: ${messageOf(error)}`;
  return new TrueupError('E_PROTOCOL', message, { host, output, hint, cause: error });
}

/** The error for a run that the operator stopped immediately. */
export function explainStop(host: string, changing: boolean): TrueupError {
  const hint = 'Trueup told the host to stop the running step. Run again to see how far that step got.';
  return new TrueupError('E_INTERRUPTED', `${host}: stopped`, { host, ...(changing ? { hint } : {}) });
}
