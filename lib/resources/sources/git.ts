// A checkout of a git repository at a commit, branch or tag.
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { redactUrl } from '../../model/redact-url.js';
import type { Change, Resource, ResourceType } from '../../model/resource.js';
import type { Script } from '../../model/script.js';
import type { Secret } from '../../model/secret.js';
import { TrueupError } from '../../model/trueup-error.js';
import { join, sh } from '../../shell/sh.js';
import { AnswerReader } from '../answer-reader.js';
import { checkAccountName, checkPath } from '../check-paths-and-names.js';
import { defineResource } from '../define-resource.js';
import { askGit, checkOut, defineGit, removeCheckout, type GitAccess } from './git-script.js';
import { gitIn, type GitHave } from './read-git.js';

export interface GitWant {
  /** Absolute path of the working tree. The folder must be missing, empty or already a checkout. */
  readonly path: string;
  /** URL of the repository, without a password: `https://…`, `ssh://…`, `git@host:path`, `file:///…`. */
  readonly repository: string;
  /** A full commit ID (40 digits), a branch or a tag. A branch or tag is resolved to its commit in each plan. */
  readonly ref: string;
  /** User that owns the working tree and runs git. Defaults to `root`. */
  readonly owner?: string;
  /** Group of the working tree. Defaults to the owner's name. */
  readonly group?: string;
  /** Whether to check out submodules, too. Defaults to false. */
  readonly submodules?: boolean;
  /** User name for https. Defaults to `git`. */
  readonly user?: string;
  /** Password or token for https. */
  readonly password?: Secret;
  /**
   * Path, on the host, of a private key for ssh. The owner must be able to read the key, and the git server's host key
   * must be in known_hosts on the host.
   */
  readonly keyFile?: string;
}

type Key = 'commit' | 'changes' | 'repository' | 'owner';

function accessOf({ path, owner = 'root', group = owner, user, password, keyFile }: GitWant): GitAccess {
  return {
    ...{ path, owner, group },
    ...(user !== undefined && { user }),
    ...(password && { password }),
    ...(keyFile !== undefined && { keyFile }),
  };
}

/** The ref under which local changes are kept, so that a rollback can restore them. */
function keptAs({ head = '', changed }: GitHave): string {
  const tag = createHash('sha256')
    .update([head, ...changed].join('\n'))
    .digest('hex')
    .slice(0, 12);
  return `refs/trueup/${tag}`;
}

const gitType: ResourceType<GitWant, GitHave, Key> = {
  type: 'git',
  id: ({ path }) => path,
  // This file contains the commit.
  paths: ({ path }) => [`${path}/.git/HEAD`],
  probe: (wants) => join(wants.map((want) => askGit(accessOf(want), want))),

  read(answer, wants) {
    const reader = new AnswerReader(answer, 'checkouts');
    return wants.map(({ path, ref }) => gitIn(reader.linesUpTo('== end'), path, ref));
  },

  diff(want, { kind, commit: to, head, repository, owner, changed }) {
    const { owner: user, group } = accessOf(want);
    if (kind === 'missing' || kind === 'empty') return [{ verb: 'create', key: 'commit', to }];
    const changes: Change<Key>[] = [];
    if (owner !== `${user}:${group}`)
      changes.push({ verb: 'update', key: 'owner', from: owner, to: `${user}:${group}` });
    if (kind === 'foreign') return changes;
    if (repository !== want.repository) {
      const from = repository === undefined ? {} : { from: redactUrl(repository) };
      changes.push({ verb: 'update', key: 'repository', ...from, to: want.repository });
    }
    if (head !== to)
      changes.push({ verb: 'update', key: 'commit', ...(head !== undefined && { from: head }), to });
    if (changed.length > 0) {
      const from = `changed on the host: ${changed.join(', ')}`;
      changes.push({ verb: 'update', key: 'changes', what: 'files', from, to: 'as committed' });
    }
    return changes;
  },

  apply: (want, have) =>
    checkOut({
      access: accessOf(want),
      repository: want.repository,
      commit: have.commit,
      submodules: want.submodules === true,
      ...(have.changed.length > 0 && { kept: keptAs(have) }),
      foreign: have.kind === 'foreign',
    }),

  undo: {
    keeps: () => [],
    revert: (want, have) => goBack(want, have),
    remove: (want) => removeCheckout(placeOf(want)),
    removal: { forGood: true },
  },

  schedule: {
    seconds: 900,
    impact: (_, { head }, changes) =>
      head !== undefined && changes.some(({ key }) => key === 'commit' || key === 'changes')
        ? 'renews'
        : undefined,
  },
};

/** Omits the credentials, because nothing is fetched. */
function placeOf(want: GitWant): Pick<GitAccess, 'path' | 'owner' | 'group'> {
  const { path, owner, group } = accessOf(want);
  return { path, owner, group };
}

function goBack(want: GitWant, have: GitHave): readonly (Script | string)[] {
  const { path } = want;
  const { kind, head, branch, repository, changed, owner } = have;
  if (kind === 'missing') return [removeCheckout(placeOf(want))];
  if (kind === 'empty')
    return [
      removeCheckout(placeOf(want)),
      sh`[ -e ${path} ] || { mkdir -- ${path}; chown -- ${owner} ${path}; }`,
    ];
  if (kind === 'foreign') return [`${path} belonged to ${owner}, so its earlier checkout is unknown`];
  if (head === undefined) return [`nothing was checked out in ${path} yet`];
  const known = repository !== undefined && redactUrl(repository) === repository;
  const url = known ? sh`run_git config remote.origin.url ${repository}` : sh``;
  const back = sh`
( ${defineGit(placeOf(want))}
run_git checkout -q -f ${branch === undefined ? ['--detach', head] : [branch.replace(/^refs\/heads\//, '')]}
${changed.length > 0 ? sh`run_git rev-parse -q --verify ${keptAs(have)} >/dev/null && run_git stash apply -q ${keptAs(have)}` : sh``}
${url}
chown -- ${owner} ${path} )`;
  return [
    back,
    ...(known || repository === undefined
      ? []
      : [`the earlier repository URL of ${path} contained a password, which is not stored`]),
  ];
}

const make = defineResource(gitType);

/** Throws E_INPUT if git would misread a value as an option or a program, or if the URL contains a password. */
export function git(want: GitWant): Resource {
  const { path, repository, ref, owner = 'root', group = owner, user = 'git', keyFile } = want;
  const check = (fine: boolean, why: string): void => {
    if (!fine) throw new TrueupError('E_INPUT', `git ${path}: ${why}`);
  };
  checkPath(path);
  check(posix.dirname(path) !== '/', 'it cannot be checked out into a top-level folder');
  checkAccountName(owner);
  checkAccountName(group);
  check(
    /^((https?|ssh|git|file):\/\/|[\w.-]+@[\w.-]+:)[\w/~][^\s\p{Cc}]*$/u.test(repository),
    `${JSON.stringify(redactUrl(repository))} is not a valid repository URL`,
  );
  check(
    !/^https?:\/\/[^/]*@|^\w+:\/\/[^/]*:[^/]*@/.test(repository),
    'its URL contains credentials; set `user` and `password`, or `keyFile`, instead',
  );
  check(
    /^(?!.*(\.\.|\/\/|@\{|\.lock$|\/$))[A-Za-z0-9_][\w./+@-]*$/.test(ref),
    `${JSON.stringify(ref)} is not a commit, branch or tag`,
  );
  check(/^[^\s\p{Cc}]+$/u.test(user), 'its user is not a single word');
  if (keyFile !== undefined) {
    checkPath(keyFile);
    check(!/['\s]/.test(keyFile), 'the path of its key contains whitespace or a single quote');
  }
  return make(want);
}
