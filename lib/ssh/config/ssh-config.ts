// What ~/.ssh/config says of a host, asked of the one program that knows: `ssh -G`.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { paceOf, slowHostHint, type HostTimeout } from '../../model/pace.js';
import { TrueupError } from '../../model/trueup-error.js';
import { accountHint, noAccount } from './openssh-failure.js';
import type { SshConfig } from '../link/target.js';

type Ended = NodeJS.ErrnoException & { readonly stderr?: string };

const run = promisify(execFile);
const asked = new Map<string, Promise<SshConfig>>();

/** What the inventory already says of a host; patterns of the file may depend on it. */
export interface Asked {
  readonly alias: string;
  readonly port?: number;
  readonly user?: string;
}

/** Its `Match exec` may run programs. */
const seconds = 10;

/** Resolves a host against an ssh_config file; each question is asked once per run. */
export function loadSshConfig(
  host: string,
  file: string,
  { alias, port, user }: Asked,
  patience: HostTimeout,
): Promise<SshConfig> {
  const args = [
    '-G',
    ...['-F', file],
    ...(port === undefined ? [] : ['-p', String(port)]),
    ...(user === undefined ? [] : ['-l', user]),
    ...['--', alias],
  ];
  const key = args.join('\0');
  const known = asked.get(key);
  if (known) return known;
  const most = seconds * paceOf(patience);
  const late = AbortSignal.timeout(most * 1000);
  const answer = run('ssh', args, { signal: late, maxBuffer: 1 << 20 }).then(
    ({ stdout }) => readSshConfig(stdout),
    (error: unknown) => {
      if (!late.aborted) throw failure(host, file, error as Ended);
      throw new TrueupError('E_CONNECT', `${host}: ssh took longer than ${most} s to read ${file}`, {
        host,
        hint: `See what it waits for: ssh -G -F ${file} ${host}. ${slowHostHint(patience)}`,
        cause: error,
      });
    },
  );
  asked.set(key, answer);
  return answer;
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

function failure(host: string, file: string, error: Ended): TrueupError {
  if (error.code === 'ENOENT') {
    return new TrueupError(
      'E_CONNECT',
      `${host}: ${file} is read by the program ssh, which is not installed here`,
      {
        host,
        hint: 'Install the OpenSSH client, or give the settings in the inventory and set trueup_ssh_config: none.',
      },
    );
  }
  const said = (error.stderr ?? error.message).trim();
  const how = `Find the mistake with: ssh -G -F ${file} ${host}`;
  return new TrueupError('E_CONNECT', `${host}: ${file} could not be read by ssh: ${said}`, {
    host,
    hint: noAccount.test(said) ? `${accountHint}, or set trueup_ssh_config: none.` : how,
    cause: error,
  });
}
