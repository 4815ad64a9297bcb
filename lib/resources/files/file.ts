// A file with its content, owner and mode.
import { createHash } from 'node:crypto';
import { Unreadable, type Change, type Resource, type ResourceType } from '../../model/resource.js';
import { rulesSudo } from '../../model/access-files.js';
import type { Script } from '../../model/script.js';
import { Secret } from '../../model/secret.js';
import { join, sh } from '../../shell/sh.js';
import { accountsAutoRevert } from '../../undo/triggers/snapshot-auto-reverts.js';
import { AnswerReader } from '../answer-reader.js';
import { checkMode, checkOwner, checkPath } from '../check-paths-and-names.js';
import { defineResource } from '../define-resource.js';
import { ownershipChanges, type OwnershipKey } from './ownership.js';
import { keptPaths, undoSecretFiles } from './undo-files.js';
import { kindInWords, lookAt, readStates, type PathState } from './path-state.js';
import { askSums, readContents, readSums } from './read-contents.js';
import { replaceFile, type FileContent } from './replace-file.js';
import { leftoverChange, lookForLeftovers, onlyLeftover, removeLeftover } from './staged-leftovers.js';

export interface FileHave {
  readonly state: PathState;
  /** Digest of a regular file, in hex. */
  readonly sha256?: string;
  /** Its current content, if it differs from the declared one, is not secret, is UTF-8 and is small enough to show. */
  readonly content?: string;
  readonly leftover: boolean;
}

/** The attributes in which a file may differ. */
export type FileKey = OwnershipKey | 'kind' | 'content' | 'leftover';

/** Maximum number of bytes of a differing file that a probe returns. */
const shownBytes = 262_144;

function bytesOf(content: string | Secret): string {
  return content instanceof Secret ? content.reveal() : content;
}

function sha256(content: string | Secret): string {
  return createHash('sha256').update(bytesOf(content)).digest('hex');
}

function contentChanges({ content: to }: FileContent, have: FileHave): readonly Change<FileKey>[] {
  if (have.state.kind !== 'file') return [{ verb: 'create', key: 'content', to }];
  if (have.sha256 === sha256(to)) return [];
  const from = to instanceof Secret ? new Secret('') : have.content;
  return [{ verb: 'update', key: 'content', ...(from === undefined ? {} : { from }), to }];
}

/**
 * Removes the file. If it has been changed since, it is moved aside instead, to a name that no program's include
 * pattern matches.
 */
export function removeUnlessChanged(path: string, digest: string, aside = `${path}.orphaned`): Script {
  return sh`
if [ -f ${path} ] && [ ! -L ${path} ]; then
  if printf '%s  %s\n' ${digest} ${path} | sha256sum -c --status 2>/dev/null; then rm -f -- ${path}
  else mv -fT -- ${path} ${aside}; fi
fi`;
}

/** The same for a declared file, whose content gives the digest. */
export function removeFile({ path, content }: FileContent, aside?: string): Script {
  return removeUnlessChanged(path, sha256(content), aside);
}

/** Files are compared on the host, by digest. Other types that manage files use this type, too. */
export const fileType: ResourceType<FileContent, FileHave, FileKey> = {
  type: 'file',
  id: (want) => want.path,
  paths: (want) => [want.path],

  probe(wants) {
    const paths = wants.map((want) => want.path);
    const brought = wants.flatMap(({ path, content }, index) =>
      content instanceof Secret ? [] : [sh`bring ${index} ${path} ${sha256(content)}`],
    );
    return sh`
${lookAt(paths)}
${askSums}
line=${'\n'}
bring() {
  [ -f "$2" ] && [ ! -L "$2" ] || return 0
  case $sums in *"$3  $2$line"*) return 0 ;; esac
  printf 'content %s ' "$1"
  head -c ${shownBytes + 1} <"$2" | base64 | tr -d '\n'
  echo
}
${join(brought)}
${lookForLeftovers(paths)}`;
  },

  read(answer, wants) {
    const reader = new AnswerReader(answer, 'files');
    const states = readStates(reader, wants.length);
    const sums = readSums(
      reader,
      wants.flatMap(({ path }, at) => (isFile(states[at]) ? [path] : [])),
    );
    const { contents, leftovers } = readContents(reader, shownBytes);
    return wants.map(({ path }, index) => {
      const state = states[index];
      if (!state || state instanceof Unreadable) return state ?? new Unreadable('the host did not answer');
      const have = { state, leftover: leftovers.has(index) };
      if (!isFile(state)) return have;
      const sum = sums.get(path);
      if (sum === undefined) return new Unreadable('its content could not be read');
      const content = contents.get(index);
      return { ...have, sha256: sum, ...(content === undefined ? {} : { content }) };
    });
  },

  diff(want, have) {
    const { state, leftover } = have;
    const changes: Change<FileKey>[] = leftover ? [leftoverChange] : [];
    if (state.kind !== 'missing' && state.kind !== 'file') {
      changes.push({ verb: 'update', key: 'kind', from: kindInWords(state), to: 'file' });
    }
    changes.push(...contentChanges(want, have));
    if (state.kind === 'file') changes.push(...ownershipChanges(want, state, '0644'));
    return changes;
  },

  apply(want, _have, changes) {
    if (onlyLeftover(changes)) return removeLeftover(want.path);
    return rulesSudo(want.path) ? join([accountsAutoRevert.arm, replaceFile(want)]) : replaceFile(want);
  },

  undo: {
    keeps: (want) => keptPaths([want]),
    revert: (want, have) => undoSecretFiles([want], [have]),
    remove: removeFile,
    access: ({ path }, changes) =>
      rulesSudo(path) && !onlyLeftover(changes) ? accountsAutoRevert.confirmation : undefined,
  },
};

function isFile(state: PathState | Unreadable | undefined): boolean {
  return !!state && !(state instanceof Unreadable) && state.kind === 'file';
}

const make = defineResource(fileType);

/** A file that differs is replaced atomically. Throws E_INPUT for an invalid path, owner, group or mode. */
export function file(want: FileContent): Resource {
  checkPath(want.path);
  checkMode(want.mode);
  checkOwner(want.owner);
  checkOwner(want.group);
  return make(want);
}
