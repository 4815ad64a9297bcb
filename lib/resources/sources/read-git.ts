// Parses a host's answer about a checkout and its repository.
import { Unreadable } from '../../model/resource.js';

export interface GitHave {
  /** Nothing at the path, an empty folder, another user's checkout, or a checkout. */
  readonly kind: 'missing' | 'empty' | 'foreign' | 'checkout';
  /** The ref's current commit in the repository. */
  readonly commit: string;
  /** The commit that is checked out; absent if there is none yet. */
  readonly head?: string;
  /** The branch that is checked out: `refs/heads/main`. */
  readonly branch?: string;
  readonly repository?: string;
  /** `user:group` of the folder. */
  readonly owner: string;
  /** Changed files of the repository, in the format of git-status(1), at most five. */
  readonly changed: readonly string[];
}

/** The commit of a branch or a tag; for an annotated tag, the commit that it points to. */
function commitOf(ref: string, lines: readonly string[]): string | Unreadable {
  if (/^[0-9a-f]{40}$/.test(ref)) return ref;
  const refs = new Map(
    lines.flatMap((line) => {
      const [, commit, name] = /^([0-9a-f]{40})\t(.*)$/.exec(line) ?? [];
      return commit === undefined || name === undefined ? [] : [[name, commit] as const];
    }),
  );
  const full = (name: string): string | undefined => refs.get(`${name}^{}`) ?? refs.get(name);
  const [branch, tag] = [full(`refs/heads/${ref}`), full(`refs/tags/${ref}`)];
  if (branch !== undefined && tag !== undefined)
    return new Unreadable(`${ref} is both a branch and a tag; write refs/heads/${ref} or refs/tags/${ref}`);
  return branch ?? tag ?? full(ref) ?? new Unreadable(`the repository has no branch or tag ${ref}`);
}

/** Parses the lines that `askGit` prints. */
export function gitIn(lines: readonly string[], path: string, ref: string): GitHave | Unreadable {
  const valuesOf = (word: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  const [lost] = valuesOf('lost');
  if (lost !== undefined) return new Unreadable(lost);
  if (lines.includes('unasked'))
    return new Unreadable(`the repository could not be queried: ${valuesOf('remote').join('; ')}`);
  if (lines.includes('kind other'))
    return new Unreadable(`${path} already exists and is not a checkout: move it out of the way`);
  const commit = commitOf(ref, valuesOf('remote'));
  if (commit instanceof Unreadable) return commit;
  const [kind = ''] = valuesOf('kind');
  const [head] = valuesOf('head');
  const [branch] = valuesOf('branch');
  const [repository] = valuesOf('repository');
  return {
    kind: kind as GitHave['kind'],
    commit,
    ...(head !== undefined && { head }),
    ...(branch !== undefined && { branch }),
    ...(repository !== undefined && { repository }),
    owner: valuesOf('owner')[0] ?? '',
    changed: valuesOf('changed'),
  };
}
