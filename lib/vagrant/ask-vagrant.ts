// Runs the vagrant program and returns its output, with limits on time and size.
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { TrueupError } from '../model/trueup-error.js';

/** A Vagrant environment, and how vagrant is run in it. */
export interface VagrantFolder {
  /** Where the Vagrantfile is. */
  readonly folder: string;
  /** The environment variables for vagrant; lib reads none itself. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Time limit; providers that query a remote machine may take longest. */
  readonly seconds?: number;
}

export interface VagrantAnswer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const mostBytes = 1024 * 1024;

/** Throws E_INPUT if vagrant isn't installed, or doesn't answer in time. */
export function askVagrant(
  words: readonly string[],
  { folder, env, seconds = 120 }: VagrantFolder,
): Promise<VagrantAnswer> {
  const options = {
    cwd: folder,
    // The operator's VAGRANT_CWD may lead elsewhere; the others turn off the online update check and colours.
    env: { ...env, VAGRANT_CWD: resolve(folder), VAGRANT_CHECKPOINT_DISABLE: '1', VAGRANT_NO_COLOR: '1' },
    timeout: seconds * 1000,
    maxBuffer: mostBytes,
  };
  return new Promise((resolve, reject) => {
    execFile('vagrant', words, options, (error, stdout, stderr) => {
      const status = error ? error.code : 0;
      if (typeof status === 'number') resolve({ status, stdout, stderr });
      else reject(failure(words, folder, seconds, error as NodeJS.ErrnoException & { killed?: boolean }));
    }).stdin?.end();
  });
}

function failure(
  words: readonly string[],
  folder: string,
  seconds: number,
  error: NodeJS.ErrnoException & { killed?: boolean },
): TrueupError {
  const call = `vagrant ${words.join(' ')}`;
  if (error.code === 'ENOENT') {
    const hint =
      'Install Vagrant (https://developer.hashicorp.com/vagrant/install), or configure direct connections in hosts.yml: set ansible_host, ansible_user and ansible_ssh_private_key_file, and set trueup_ssh_config to none.';
    return new TrueupError('E_INPUT', `${folder}: vagrant is not installed here`, { hint, cause: error });
  }
  const what = error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER' ? 'printed more than 1 MiB' : undefined;
  const late = `did not answer within ${seconds} s`;
  return new TrueupError('E_INPUT', `${folder}: ${call} ${what ?? (error.killed ? late : error.message)}`, {
    hint: `Run it by hand to see what it is waiting for: (cd ${folder} && ${call})`,
    cause: error,
  });
}
