// The scripts of a checkout. git runs as the owner of the tree, because whoever can write there can configure what git runs.
import { posix } from 'node:path';
import type { Script } from '../../model/script.js';
import type { Secret } from '../../model/secret.js';
import { sh } from '../../shell/sh.js';
import { defineProxyOf, hostsProxies } from './fetch-url.js';

/** Who runs git, in which folder and with which credentials. */
export interface GitAccess {
  readonly path: string;
  readonly owner: string;
  readonly group: string;
  readonly user?: string;
  readonly password?: Secret;
  readonly keyFile?: string;
}

/** What a script needs that doesn't use the network. */
export type GitPlace = Pick<GitAccess, 'path' | 'owner' | 'group'>;

const helper = '!f() { printf "username=%s\\npassword=%s\\n" "$TRUEUP_GIT_USER" "$TRUEUP_GIT_PASSWORD"; }; f';

/**
 * Defines `run_git ARGUMENTS`, which runs git in the tree. git never prompts, runs no hooks, and gets the password from
 * its environment, because other users can see the arguments of a process. HOME is the owner's, which contains the SSH
 * keys and known hosts.
 */
export function defineGit({ path, owner, group, user = 'git', password, keyFile }: GitAccess): Script {
  const as = owner === 'root' ? sh`` : sh`setpriv --reuid ${owner} --regid ${group} --init-groups`;
  const ssh = `ssh -o BatchMode=yes${keyFile === undefined ? '' : ` -o IdentitiesOnly=yes -i '${keyFile}'`}`;
  const secret = password ? sh`TRUEUP_GIT_USER=${user} TRUEUP_GIT_PASSWORD=${password}` : sh``;
  const settings = [
    'core.hooksPath=/dev/null',
    ...(password ? ['credential.helper=', `credential.helper=${helper}`] : []),
  ];
  return sh`${defineProxyOf}
git_in() {
  folder=$1; shift
  ${hostsProxies} \
  HOME=$(getent passwd -- ${owner} | cut -d : -f 6) GIT_TERMINAL_PROMPT=0 GIT_OPTIONAL_LOCKS=0 LC_ALL=C GIT_SSH_COMMAND=${ssh} \
  GIT_AUTHOR_NAME=trueup GIT_AUTHOR_EMAIL=root GIT_COMMITTER_NAME=trueup GIT_COMMITTER_EMAIL=root \
  ${secret} ${as} git ${settings.flatMap((one) => ['-c', one])} -C "$folder" "$@"
}
run_git() { git_in ${path} "$@"; }`;
}

/** Lists submodules that are not checked out; changes in the others appear in the status of the tree. */
const askSubmodules = sh`
said=$(run_git submodule status --recursive)
printf '%s\n' "$said" | sed -n '/^[-U]/s/^./changed submodule/p' | head -n 5`;

/** The repository and ref to look up. */
export interface Asked {
  readonly repository: string;
  readonly ref: string;
  readonly submodules?: boolean;
}

/** For `gitIn`. A full commit ID isn't looked up. */
export function askGit(access: GitAccess, { repository, ref, submodules }: Asked): Script {
  const { path, owner } = access;
  const names = /^refs\//.test(ref)
    ? [ref, `${ref}^{}`]
    : ['heads/', 'tags/'].flatMap((kind) => [`refs/${kind}${ref}`, `refs/${kind}${ref}^{}`]);
  const remote = /^[0-9a-f]{40}$/.test(ref)
    ? sh``
    : sh`
said=$(git_in / ls-remote -- ${repository} ${names} 2>&1) || echo unasked
printf '%s\n' "$said" | sed -n '/./s/^/remote /p' | head -n 20`;
  return sh`
( if ! command -v git >/dev/null; then echo 'lost git is not installed: install the package git'; exit 0; fi
known=$(getent passwd -- ${owner}) || [ $? = 2 ]
if [ -z "$known" ]; then printf 'lost there is no user %s\n' ${owner}; exit 0; fi
${defineGit(access)}
${remote}
[ -e ${path} ] || { echo 'kind missing'; exit 0; }
if [ -L ${path} ] || [ ! -d ${path} ]; then echo 'kind other'; exit 0; fi
stat -c 'owner %U:%G' -- ${path}
inside=$(ls -A -- ${path})
if [ -z "$inside" ]; then echo 'kind empty'; exit 0; fi
if [ ! -d ${`${path}/.git`} ]; then echo 'kind other'; exit 0; fi
if [ "$(id -u -- ${owner})" != "$(stat -c %u -- ${path})" ]; then echo 'kind foreign'; exit 0; fi
echo 'kind checkout'
# status 1: nothing is checked out yet, no branch is checked out, there is no such setting
head=$(run_git rev-parse -q --verify HEAD) || [ $? = 1 ]
branch=$(run_git symbolic-ref -q HEAD) || [ $? = 1 ]
url=$(run_git config --local --get remote.origin.url) || [ $? = 1 ]
for each in "head $head" "branch $branch" "repository $url"; do printf '%s\n' "$each" | sed '/ $/d'; done
if [ -z "$head" ]; then exit 0; fi
changed=$(run_git status --porcelain --untracked-files=no)
printf '%s\n' "$changed" | sed -n '/./s/^/changed /p' | head -n 5
${submodules ? askSubmodules : sh``} )
echo '== end'`;
}

/** What is to be checked out. */
export interface Checkout {
  readonly access: GitAccess;
  readonly repository: string;
  readonly commit: string;
  readonly submodules: boolean;
  /** Ref under which local changes are kept before they are overwritten. */
  readonly kept?: string;
  /** Whether the tree belonged to another user: programs that this user configured for git are not run. */
  readonly foreign: boolean;
}

/** Continues after an interruption: locks that a killed git left behind are removed. */
export function checkOut({ access, repository, commit, submodules, kept, foreign }: Checkout): Script {
  const { path, owner, group } = access;
  const folder = posix.dirname(path);
  return sh`
( umask 022
[ -d ${folder} ] || { printf '%s\n' ${`the folder ${folder} is missing`} >&2; exit 1; }
[ -d ${path} ] || mkdir -- ${path}
[ "$(stat -c %U:%G -- ${path})" = ${`${owner}:${group}`} ] || chown -hR -- ${`${owner}:${group}`} ${path}
${foreign ? sh`find ${`${path}/.git`} \( -name config -o -name config.worktree -o -name hooks \) -prune -exec rm -rf -- {} +` : sh``}
${defineGit(access)}
rm -f -- ${['index', 'HEAD', 'config', 'packed-refs', 'shallow'].map((name) => `${path}/.git/${name}.lock`)}
run_git init -q
run_git config remote.origin.url ${repository}
run_git config remote.origin.fetch '+refs/heads/*:refs/remotes/origin/*'
run_git cat-file -e ${`${commit}^{commit}`} 2>/dev/null || run_git fetch -q --force --tags origin
run_git cat-file -e ${`${commit}^{commit}`} 2>/dev/null || run_git fetch -q origin ${commit}
${
  kept === undefined
    ? sh``
    : sh`changes=$(run_git stash create)
[ -z "$changes" ] || run_git update-ref ${kept} "$changes"`
}
run_git checkout -q -f --detach ${commit}
${
  submodules
    ? sh`run_git submodule -q sync --recursive
run_git submodule -q update --init --recursive --force`
    : sh``
} )`;
}

/** Removes the tree. If it contains files or commits that exist nowhere else, it is moved aside. */
export function removeCheckout(place: GitPlace): Script {
  const { path } = place;
  return sh`
( if [ ! -d ${`${path}/.git`} ] || [ -L ${path} ]; then exit 0; fi
getent passwd -- ${place.owner} >/dev/null || { mv -T -- ${path} ${`${path}.orphaned`}; exit 0; }
${defineGit(place)}
others=$(run_git status --porcelain --ignored && run_git rev-list -n 1 HEAD --not --remotes --tags) || others=unknown
if [ -z "$others" ]; then rm -rf -- ${path}; else mv -T -- ${path} ${`${path}.orphaned`}; fi )`;
}
