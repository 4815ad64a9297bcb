// One commit of a repository, as a tar: fetched by the system's git, never checked out.
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readRegular } from '../../bounds/read-bounded-file.js';
import { redactUrl } from '../../model/redact-url.js';
import { TrueupError } from '../../model/trueup-error.js';
import { temporaryFolder } from '../../temporary-folder.js';

const run = promisify(execFile);

/** Maximum size of each file that git writes in the process. */
const mostMebibytes = 128;
const secondsAllowed = 120;

/** git+https://…#v1.2 → URL and ref. http:// and git:// are excluded, because the data could be altered on the way. */
const form = /^git\+((?:https|ssh|file):\/\/[^#\s]+)(?:#([A-Za-z0-9][\w./@+-]*))?$/;

/**
 * `source` is git+URL#REF; REF is a tag, a branch or a commit, and defaults to the default branch. No hook, filter or
 * link of the repository takes effect here. Submodules aren't included. Throws E_INPUT.
 */
export async function gitArchive(source: string): Promise<Buffer> {
  const [, url, ref = 'HEAD'] = form.exec(source) ?? [];
  if (url === undefined) {
    throw new TrueupError('E_INPUT', `${redactUrl(source)} is not a valid release source`, {
      hint: 'Use git+https://host/path.git#REF, git+ssh://… or git+file://….',
    });
  }
  const folder = temporaryFolder('trueup-git-');
  try {
    const tar = join(folder, 'release.tar');
    await git('init', '--quiet', '--bare', '--template=', folder);
    await git('-C', folder, 'fetch', '--quiet', '--depth=1', '--no-tags', '--', url, ref);
    await git('-C', folder, 'archive', '--format=tar', `--output=${tar}`, 'FETCH_HEAD');
    return readRegular(tar, mostMebibytes * 1024 * 1024);
  } catch (error) {
    const { stderr, killed, signal } = error as { stderr?: string; killed?: boolean; signal?: string };
    // If a child of git was killed, git reports that in words; without a child, git itself ends with the signal.
    const tooBig = signal === 'SIGXFSZ' || /signal 25|SIGXFSZ|[Ff]ile too large/.test(stderr ?? '');
    const why = tooBig
      ? `: it is larger than ${mostMebibytes} MiB`
      : killed === true
        ? `: it took longer than ${secondsAllowed} seconds`
        : '';
    const output = redactUrl((stderr ?? String(error)).trim());
    throw new TrueupError('E_INPUT', `${redactUrl(source)} could not be fetched${why}`, { output });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs git, which never prompts for a password and ignores a repository that it may have been started in. */
async function git(...args: readonly string[]): Promise<void> {
  const environment = [
    '-u',
    'GIT_DIR',
    '-u',
    'GIT_WORK_TREE',
    '-u',
    'GIT_INDEX_FILE',
    'GIT_TERMINAL_PROMPT=0',
  ];
  // ulimit counts blocks of 512 bytes. A program that writes a larger file is killed with SIGXFSZ.
  const limited = ['-c', `ulimit -f ${mostMebibytes * 2048} && exec "$@"`, 'sh', 'git', ...args];
  await run('env', [...environment, 'sh', ...limited], { timeout: secondsAllowed * 1000 });
}
