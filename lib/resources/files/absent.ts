// A path that must not exist.
import type { Resource, ResourceType } from '../../model/resource.js';
import { TrueupError } from '../../model/trueup-error.js';
import { sh } from '../../shell/sh.js';
import { AnswerReader } from '../answer-reader.js';
import { checkPath } from '../check-paths-and-names.js';
import { defineResource } from '../define-resource.js';
import { kindInWords, lookAt, readStates, type PathState } from './path-state.js';

export interface AbsentWant {
  /** Absolute path. */
  readonly path: string;
  /** Set to also remove a directory that isn't empty. By default, only an empty directory is removed. */
  readonly recursive?: true;
}

const absentType: ResourceType<AbsentWant, PathState> = {
  type: 'absent',
  id: (want) => want.path,
  probe: (wants) => lookAt(wants.map((want) => want.path)),
  read: (answer, wants) => readStates(new AnswerReader(answer, 'paths'), wants.length),
  diff: (_want, have) =>
    have.kind === 'missing' ? [] : [{ verb: 'remove', key: 'path', what: kindInWords(have) }],

  // rmdir's own message says that a directory isn't empty. busybox's rm has no --one-file-system.
  apply({ path, recursive }) {
    if (!recursive) {
      return sh`if [ -d ${path} ] && [ ! -L ${path} ]; then rmdir -- ${path}; else rm -f -- ${path}; fi`;
    }
    return sh`
set --
if rm --help 2>&1 | grep -q -e --one-file-system; then set -- --one-file-system; fi
rm -rf "$@" -- ${path}`;
  },

  undo: {
    keeps: ({ path }) => [path],
    drops: ({ path }) => ['file', 'directory', 'link'].map((type) => `${type} ${path}`),
  },
};

const make = defineResource(absentType);

/**
 * A file, link or directory at the path is removed. Throws E_INPUT if the path is invalid, or if a top-level folder would
 * be removed recursively.
 */
export function absent(want: AbsentWant): Resource {
  checkPath(want.path);
  if (want.recursive && want.path.split('/').length < 3) {
    throw new TrueupError('E_INPUT', `${want.path} must never be removed recursively`);
  }
  return make(want);
}
