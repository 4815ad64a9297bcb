// Names and addresses in a marked block of /etc/hosts.
import type { Change, Resource, ResourceType } from '../../model/resource.js';
import { TrueupError } from '../../model/trueup-error.js';
import { defineResource } from '../define-resource.js';
import { editLines } from '../files/edit-lines.js';
import type { Present } from '../files/path-state.js';
import { probeShared, readShared, replaceShared, type SharedFile } from '../files/shared-file.js';
import { blockOf, marksOf, splitBlock } from '../files/text-block.js';

export interface HostsEntriesWant {
  /**
   * Path of the file, or of a template from which another program generates it. Defaults to `/etc/hosts`. If a path is
   * set, the file is changed only if it exists.
   */
  readonly path?: string;
  /** Entries, each written as one line: an address and its names. */
  readonly entries: readonly { readonly address: string; readonly names: readonly string[] }[];
}

const pathOf = ({ path = '/etc/hosts' }: HostsEntriesWant): string => path;
const marks = marksOf('#');

function wantedLines({ entries }: HostsEntriesWant): readonly string[] {
  return entries.map(({ address, names }) => [address, ...names].join(' '));
}

/** The block comes first: programs that use one line per name use the first. Only a template header precedes it. */
function wantedContent(want: HostsEntriesWant, have: SharedFile): string {
  const own = wantedLines(want);
  const rest = splitBlock(have.content, marks).rest.filter((line) => !own.includes(line));
  const head = rest[0]?.startsWith('## template:') ? rest.splice(0, 1) : [];
  return [...head, ...blockOf(own, marks), ...rest].join('\n');
}

/** The same mode, without write permission for group and others. */
function closed(mode: string): string {
  return (Number.parseInt(mode, 8) & ~0o022).toString(8).padStart(4, '0');
}

/** Whoever can write to the file can redirect host names. */
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

/**
 * All other lines are kept, even if they map one of the names to another address. Throws E_INPUT for an invalid address
 * or name.
 */
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
