// A file that the host downloads from a URL.
import { Unreadable, type Change, type Resource, type ResourceType } from '../../model/resource.js';
import { sh } from '../../shell/sh.js';
import { AnswerReader } from '../answer-reader.js';
import { checkMode, checkOwner, checkPath } from '../check-paths-and-names.js';
import { defineResource } from '../define-resource.js';
import { removeUnlessChanged } from '../files/file.js';
import { ownershipChanges, type Ownership } from '../files/ownership.js';
import { kindInWords, lookAt, readStates, type PathState } from '../files/path-state.js';
import { askSums, readContents, readSums } from '../files/read-contents.js';
import { placeFile } from '../files/replace-file.js';
import { leftoverChange, lookForLeftovers, onlyLeftover, removeLeftover } from '../files/staged-leftovers.js';
import { checkSource, defineFetch, fetchFrom, refuseOther, type Source } from './fetch-url.js';

/** The mode defaults to 0644. */
export interface DownloadWant extends Source, Ownership {
  /** Absolute path. */
  readonly path: string;
}

export interface DownloadHave {
  readonly state: PathState;
  /** Digest of the file, if it is a regular file. */
  readonly sha256?: string;
  readonly leftover: boolean;
}

const downloadType: ResourceType<DownloadWant, DownloadHave> = {
  type: 'download',
  id: ({ path }) => path,
  paths: ({ path }) => [path],

  probe(wants) {
    const paths = wants.map(({ path }) => path);
    return sh`
${lookAt(paths)}
${askSums}
${lookForLeftovers(paths)}`;
  },

  read(answer, wants) {
    const reader = new AnswerReader(answer, 'downloads');
    const states = readStates(reader, wants.length);
    const isFile = (at: number): boolean => {
      const state = states[at];
      return state !== undefined && !(state instanceof Unreadable) && state.kind === 'file';
    };
    const files = wants.flatMap(({ path }, at) => (isFile(at) ? [path] : []));
    const sums = readSums(reader, files);
    const { leftovers } = readContents(reader, 0);
    return wants.map(({ path }, at) => {
      const state = states[at] ?? new Unreadable('the host did not answer');
      if (state instanceof Unreadable) return state;
      const sha256 = sums.get(path);
      if (isFile(at) && sha256 === undefined) return new Unreadable('its content could not be read');
      return { state, leftover: leftovers.has(at), ...(sha256 !== undefined && { sha256 }) };
    });
  },

  diff(want, { state, sha256, leftover }) {
    const changes: Change[] = leftover ? [leftoverChange] : [];
    const content = { key: 'content', to: `SHA-256 ${want.sha256}` };
    if (state.kind === 'missing') return [...changes, { verb: 'create', ...content }];
    if (state.kind !== 'file') {
      const kind: Change = { verb: 'update', key: 'kind', from: kindInWords(state), to: 'file' };
      return [...changes, kind, { verb: 'create', ...content }];
    }
    if (sha256 !== want.sha256) changes.push({ verb: 'update', ...content, from: `SHA-256 ${sha256 ?? ''}` });
    return [...changes, ...ownershipChanges(want, state, '0644')];
  },

  apply(want, _have, changes) {
    const { path, owner = 'root', group = 'root', mode = '0644' } = want;
    if (onlyLeftover(changes)) return removeLeftover(path);
    const comes = changes.some(({ key }) => key === 'content');
    return sh`
${comes ? defineFetch : sh``}
${placeFile({
  path,
  owner: `${owner}:${group}`,
  mode,
  write: comes ? fetchFrom(want) : sh`cat -- ${path}`,
  validate: (staged) => refuseOther(want, staged),
})}`;
  },

  undo: { remove: ({ path, sha256 }) => removeUnlessChanged(path, sha256) },
  schedule: { seconds: 900 },
};

const make = defineResource(downloadType);

/**
 * The host uses the first of curl, wget, Python and apt's downloader that is installed. Throws E_INPUT for an invalid
 * URL, digest, path, owner or mode.
 */
export function download(want: DownloadWant): Resource {
  checkPath(want.path);
  checkMode(want.mode);
  checkOwner(want.owner);
  checkOwner(want.group);
  checkSource(want);
  return make(want);
}
