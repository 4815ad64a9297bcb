// Evaluates ssh_config with `ssh -G`, the only program that can.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { paceOf, slowHostHint, type HostTimeout } from '../../model/host-timeouts.js';
import { TrueupError } from '../../model/trueup-error.js';
import type { SshConfig } from '../link/target.js';
import { noAccount, uidHint } from './explain-openssh-failure.js';

const run = promisify(execFile);

/** The arguments of one call of ssh. */
export interface Question {
  /** `-F` with the file to read instead of the usual ones, or nothing. */
  readonly files: readonly string[];
  /** Options of the host; patterns of a file may depend on them. */
  readonly options: readonly string[];
  readonly alias: string;
}

/** ssh's answer. */
export interface Answer {
  readonly config: SshConfig;
  /** Every file that was read, in this order. */
  readonly files: readonly string[];
  /** Those of them that no other one includes. */
  readonly outermost: readonly string[];
}

/** Why there is no answer; the same for every host with the same question. */
export class NoAnswer extends Error {
  constructor(
    /** `absent`: there is no ssh program, or none that runs for this uid. */
    readonly kind: 'absent' | 'late' | 'refused',
    message: string,
    readonly hint: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** The error for one host. */
  of(host: string): TrueupError {
    const hint = this.hint.replaceAll(anyHost, host);
    return new TrueupError('E_CONNECT', `${host}: ${this.message}`, { host, hint, cause: this });
  }
}

// Stands for the host in commands that a hint suggests.
const anyHost = '<host>';

/** For one call of ssh, whose `Match exec` may run programs. */
const seconds = 10;

/** Asks once. Throws NoAnswer. */
export async function askSsh(
  { files, options, alias }: Question,
  timeout: HostTimeout,
  env: Readonly<Record<string, string>>,
): Promise<Answer> {
  // With -vvv, ssh lists the files that it reads; nothing else changes.
  const args = ['-vvv', '-G', ...files, ...options, '--', alias];
  const most = seconds * paceOf(timeout);
  const late = AbortSignal.timeout(most * 1000);
  const what = files[1] === 'none' ? 'its ssh options' : (files[1] ?? 'ssh_config');
  const trial = ['ssh', '-G', ...files, anyHost].join(' ');
  try {
    const { stdout, stderr } = await run('ssh', args, { env, signal: late, maxBuffer: 1 << 20 });
    return { config: readSshConfig(stdout), ...filesRead(stderr) };
  } catch (cause) {
    if (!late.aborted) throw failure(what, trial, cause as Ended);
    const hint = `To find out what it is waiting for, run \`${trial}\`. ${slowHostHint(timeout)}`;
    throw new NoAnswer('late', `ssh took longer than ${most} s to read ${what}`, hint, { cause });
  }
}

/** Reads the output of `ssh -G`: one keyword and its value per line. */
export function readSshConfig(text: string): SshConfig {
  const config = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const space = line.indexOf(' ');
    if (space < 0) continue;
    const keyword = line.slice(0, space).toLowerCase();
    const values = config.get(keyword);
    if (values) values.push(line.slice(space + 1));
    else config.set(keyword, [line.slice(space + 1)]);
  }
  return config;
}

function filesRead(log: string): Pick<Answer, 'files' | 'outermost'> {
  const included = new Set(
    [...log.matchAll(/^debug3: .* Including file (.+) depth \d+/gm)].map((match) => match[1]),
  );
  const files = [...log.matchAll(/^debug1: Reading configuration data (.+)$/gm)].map(([, file = '']) =>
    file.trim(),
  );
  return { files, outermost: files.filter((file) => !included.has(file)) };
}

type Ended = NodeJS.ErrnoException & { readonly stderr?: string };

function failure(what: string, trial: string, error: Ended): NoAnswer {
  if (error.code === 'ENOENT') {
    const hint =
      'Install the OpenSSH client, or put the settings into the inventory and set trueup_ssh_config: none.';
    return new NoAnswer(
      'absent',
      `${what} cannot be read, because the ssh program is not installed here`,
      hint,
    );
  }
  const said = (error.stderr ?? error.message)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !/^debug\d:|^OpenSSH_|^Pseudo-terminal /.test(line))
    .join('\n');
  const message = `ssh could not read ${what}: ${said}`;
  if (noAccount.test(said))
    return new NoAnswer('absent', message, `${uidHint}, or set trueup_ssh_config: none.`);
  if (said.startsWith('command-line'))
    return new NoAnswer(
      'refused',
      `ssh rejects the options from the inventory: ${said}`,
      'Correct ansible_ssh_args, ansible_ssh_common_args or ansible_ssh_extra_args.',
    );
  const [, file] = /^Bad owner or permissions on (.+)$/m.exec(said) ?? [];
  const hint =
    file === undefined
      ? `To find the mistake, run: ${trial}`
      : `Make it writable only by you: chmod 600 ${file}`;
  return new NoAnswer('refused', message, hint, { cause: error });
}
