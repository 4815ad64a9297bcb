// A bare repository for the test host: made here, unpacked there.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sh } from '../../../lib/kit.js';

const path = '/srv/trueup-repository.git';

const folder = mkdtempSync(join(tmpdir(), 'trueup-repository-'));
const date = '2024-01-01T00:00:00Z';

const env = {
  ...process.env,
  ...{ GIT_AUTHOR_NAME: 'x', GIT_AUTHOR_EMAIL: 'x@example.org', GIT_AUTHOR_DATE: date },
  ...{ GIT_COMMITTER_NAME: 'x', GIT_COMMITTER_EMAIL: 'x@example.org', GIT_COMMITTER_DATE: date },
  ...{ GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
};

function git(...args: readonly string[]): string {
  return execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', env, stdio: 'pipe' }).trim();
}

function commit(says: string): string {
  writeFileSync(join(folder, 'a b'), `${says}\n`);
  git('add', '.');
  git('commit', '-q', '-m', says);
  return git('rev-parse', 'HEAD');
}

git('init', '-q', '-b', 'main');
/** The commit behind the tag `v1`. */
export const first: string = commit('one');
git('tag', '-a', '-m', 'v1', 'v1');
/** The commit of the branch `main`. */
export const second: string = commit('two');
git('clone', '-q', '--bare', '.', 'bare.git');
const tarball = execFileSync('tar', ['-C', join(folder, 'bare.git'), '-cz', '.'], { encoding: 'base64' });
rmSync(folder, { recursive: true });

export const repositoryUrl = `file://${path}`;

/** The branch is at one of the commits. */
export const moveBranch = (to: string): ReturnType<typeof sh> =>
  sh`printf '%s\n' ${to} >${`${path}/refs/heads/main`}`;

/** Puts it there. */
export const putRepository = sh`
rm -rf ${path}
mkdir ${path}
base64 -d <<'end' | tar -xz --no-same-owner -C ${path}
${{ text: tarball, masked: '', blobs: [] }}
end`;

export const dropRepository = sh`rm -rf ${path}`;
