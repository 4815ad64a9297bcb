// Names and addresses in /etc/hosts, in a marked block; the rest of the file belongs to others.
import type { Change, Resource, ResourceType } from '../../model/resource.js';
import { TrueupError } from '../../model/trueup-error.js';
import { defineResource } from '../define-resource.js';
import { editLines } from '../files/edit-lines.js';
import type { Present } from '../files/path-state.js';
import { probeShared, readShared, replaceShared, type SharedFile } from '../files/shared-file.js';
import { blockOf, marksOf, splitBlock } from '../files/text-block.js';

export interface HostsEntriesWant {
  /** `/etc/hosts` where absent; or a template from which somebody makes it, left alone where it isn't there. */
  readonly path?: string;
  readonly entries: readonly { readonly address: string; readonly names: readonly string[] }[];
}

const pathOf = ({ path = '/etc/hosts' }: HostsEntriesWant): string => path;
const marks = marksOf('#');

function wantedLines({ entries }: HostsEntriesWant): readonly string[] {
  return entries.map(({ address, names }) => [address, ...names].join(' '));
}

/** The block comes first: programs that take one line per name take the first. Before it only what says how to read it. */
function wantedContent(want: HostsEntriesWant, have: SharedFile): string {
  const own = wantedLines(want);
  const rest = splitBlock(have.content, marks).rest.filter((line) => !own.includes(line));
  const head = rest[0]?.startsWith('## template:') ? rest.splice(0, 1) : [];
  return [...head, ...blockOf(own, marks), ...rest].join('\n');
}

/** The same, without what lets others write. */
function closed(mode: string): string {
  return (Number.parseInt(mode, 8) & ~0o022).toString(8).padStart(4, '0');
}

/** Whoever may write the file says where names lead. */
function accessChanges({ owner, mode }: Present): readonly Change[] {
  const changes: Change[] = [];
  if (owner.id !== '0') changes.push({ verb: 'update', key: 'owner', from: owner.name, to: 'root' });
  if (closed(mode) !== mode) changes.push({ verb: 'update', key: 'mode', from: mode, to: closed(mode) });
  return changes;
}

const hostsEntriesType: ResourceType<HostsEntriesWant, SharedFile> = {
  type: 'hostsEntries',
  id: pathOf,
  paths: (want) => [pathOf(want)],

  probe: (wants) => probeShared(wants.map(pathOf)),
  read: (answer, wants) => readShared(answer, wants.map(pathOf)),

  diff(want, { state, content }) {
    if (!state && want.path !== undefined) return [];
    const { block } = splitBlock(content, marks);
    const to = wantedLines(want).join('\n');
    const changes = state ? accessChanges(state) : [];
    if (!block) return [{ verb: 'create', key: 'entries', to }, ...changes];
    const from = block.join('\n');
    return from === to ? changes : [{ verb: 'update', key: 'entries', from, to }, ...changes];
  },

  apply(want, have) {
    const mode = have.state && { mode: closed(have.state.mode) };
    return replaceShared(pathOf(want), have, wantedContent(want, have), { owner: 'root', ...mode });
  },

  undo: {
    remove: (want) =>
      editLines({ path: pathOf(want), old: { first: marks.begin, last: marks.end }, lost: 'leave' }),
  },
};

const make = defineResource(hostsEntriesType);

/** Entries of /etc/hosts; lines of others that give one of the names another address stay too. Throws E_INPUT for an address or name that can't be one. */
export function hostsEntries(want: HostsEntriesWant): Resource {
  for (const { address, names } of want.entries) {
    const odd = [
      ...[address].filter((one) => !/^[0-9a-f.:]+$/i.test(one)),
      ...names.filter((name) => !/^[a-z0-9_][a-z0-9_.-]*$/i.test(name)),
    ];
    if (odd.length > 0 || names.length === 0) {
      throw new TrueupError(
        'E_INPUT',
        `${JSON.stringify([address, ...names])} is not a valid ${pathOf(want)} entry`,
      );
    }
  }
  return make(want);
}
