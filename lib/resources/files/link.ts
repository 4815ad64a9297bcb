// A symbolic link.
import { Unreadable, type Change, type Resource, type ResourceType } from '../../model/resource.js';
import { stagedPath } from '../../shell/staged-path.js';
import { renameOver } from '../../shell/rename-over.js';
import { sh } from '../../shell/sh.js';
import { AnswerReader } from '../answer-reader.js';
import { checkPath } from '../check-paths-and-names.js';
import { defineResource } from '../define-resource.js';
import { kindInWords, lookAt, readStates, type PathState } from './path-state.js';
import { readContents } from './read-contents.js';
import {
  leftoverChange,
  lookForLeftovers,
  onlyLeftover,
  refuseUnplaceable,
  removeLeftover,
} from './staged-leftovers.js';

export interface LinkWant {
  /** Absolute path of the link. */
  readonly path: string;
  /** Target of the link: an absolute path, or a path relative to the link's folder. The target need not exist. */
  readonly to: string;
}

export interface LinkHave {
  readonly state: PathState;
  readonly leftover: boolean;
}

/** Used by other types that manage a link. */
export const linkType: ResourceType<LinkWant, LinkHave> = {
  type: 'link',
  id: (want) => want.path,
  paths: (want) => [want.path],

  probe(wants) {
    const paths = wants.map((want) => want.path);
    return sh`${lookAt(paths)}
${lookForLeftovers(paths)}`;
  },

  read(answer, wants) {
    const reader = new AnswerReader(answer, 'links');
    const states = readStates(reader, wants.length);
    const { leftovers } = readContents(reader, 0);
    return states.map((state, index) =>
      state instanceof Unreadable ? state : { state, leftover: leftovers.has(index) },
    );
  },

  diff({ to }, { state, leftover }) {
    const changes: Change[] = leftover ? [leftoverChange] : [];
    if (state.kind === 'missing') return [...changes, { verb: 'create', key: 'link', to }];
    if (state.kind !== 'symbolic link') {
      return [
        ...changes,
        { verb: 'update', key: 'kind', from: kindInWords(state), to: `symbolic link to ${to}` },
      ];
    }
    const from = state.target ?? '';
    return from === to ? changes : [...changes, { verb: 'update', key: 'target', from, to }];
  },

  apply({ path, to }, _have, changes) {
    if (onlyLeftover(changes)) return removeLeftover(path);
    const staged = stagedPath(path);
    return sh`
${refuseUnplaceable(path)}
rm -f -- ${staged}
ln -s -- ${to} ${staged}
${renameOver(staged, path)}`;
  },

  undo: { remove: ({ path }) => sh`if [ -L ${path} ]; then rm -f -- ${path}; fi` },
};

const make = defineResource(linkType);

/** A link that points elsewhere is replaced atomically. Throws E_INPUT for an invalid path. */
export function link(want: LinkWant): Resource {
  checkPath(want.path);
  return make(want);
}
