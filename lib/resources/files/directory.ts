// A directory with its owner and mode.
import { posix } from 'node:path';
import type { Resource, ResourceType } from '../../model/resource.js';
import { sh } from '../../shell/sh.js';
import { AnswerReader } from '../answer-reader.js';
import { checkMode, checkOwner, checkPath } from '../check-paths-and-names.js';
import { defineResource } from '../define-resource.js';
import { ownershipChanges, type Ownership } from './ownership.js';
import { kindInWords, lookAt, readStates, type PathState } from './path-state.js';

export interface DirectoryWant extends Ownership {
  /** Absolute path. */
  readonly path: string;
}

const directoryType: ResourceType<DirectoryWant, PathState> = {
  type: 'directory',
  id: (want) => want.path,
  probe: (wants) => lookAt(wants.map((want) => want.path)),
  read: (answer, wants) => readStates(new AnswerReader(answer, 'directories'), wants.length),

  diff(want, have) {
    if (have.kind === 'missing') return [{ verb: 'create', key: 'directory' }];
    if (have.kind === 'directory') return ownershipChanges(want, have, '0755');
    return [{ verb: 'update', key: 'kind', from: kindInWords(have), to: 'directory' }];
  },

  /*
   * Owner and mode are set on the shell's working directory, after the shell has checked that it is the intended one:
   * in a folder of an unprivileged user, the name may turn into a link at any moment. With fewer than five digits,
   * chmod(1) would keep a directory's set-user-ID and set-group-ID bits, which it may have inherited.
   */
  apply({ path, owner = 'root', group = 'root', mode = '0755' }, have) {
    if (have.kind !== 'directory' && have.kind !== 'missing') {
      const why = `${path} is a ${kindInWords(have)}, which is never replaced by a directory`;
      return sh`printf '%s\n' ${why} >&2; exit 1`;
    }
    const folder = posix.dirname(path);
    const name = posix.basename(path);
    return sh`
cd -P -- ${folder} || { printf '%s\n' ${`the folder ${folder} is missing`} >&2; exit 1; }
here=$(pwd -P; echo .)
here=\${here%??}
[ -d ${`./${name}`} ] || mkdir -m 700 -- ${`./${name}`}
cd -P -- ${`./${name}`}
there=$(pwd -P; echo .)
if [ "$there" != "\${here%/}/"${name}${'\n.'} ]; then printf '%s\n' ${`${path} was replaced by a link`} >&2; exit 1; fi
chown -- ${`${owner}:${group}`} .
chmod -- ${`0${mode}`} .`;
  },

  undo: {
    revert({ path }, have) {
      if (have.kind === 'missing') return undefined;
      if (have.kind !== 'directory') return [];
      const was = { path, owner: have.owner.id, group: have.group.id, mode: have.mode };
      return directoryType.apply(was, have, []);
    },
    // A directory that others have put files into since then is kept.
    remove: ({ path }) =>
      sh`if [ -d ${path} ] && [ ! -L ${path} ]; then rmdir -- ${path} 2>/dev/null || true; fi`,
  },
};

const make = defineResource(directoryType);

/** The parent directory must already exist. Throws E_INPUT for an invalid path, owner, group or mode. */
export function directory(want: DirectoryWant): Resource {
  checkPath(want.path);
  checkMode(want.mode);
  checkOwner(want.owner);
  checkOwner(want.group);
  return make(want);
}
