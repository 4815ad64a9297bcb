// Names and addresses in /etc/hosts, in a marked block; the rest of the file belongs to others.
import { createHash } from 'node:crypto';
import { Unreadable, type Change, type Resource, type ResourceType } from '../../model/resource.js';
import { TrueupError } from '../../model/trueup-error.js';
import { sh } from '../../shell/sh.js';
import { AnswerReader, textOf } from '../answer-reader.js';
import { defineResource } from '../define-resource.js';
import { kindInWords, lookAt, readStates, type Present } from '../files/path-state.js';
import { replaceFile } from '../files/replace-file.js';

export interface HostsEntriesWant {
  /** `/etc/hosts` where absent; or a template from which somebody makes it, left alone where it isn't there. */
  readonly path?: string;
  readonly entries: readonly { readonly address: string; readonly names: readonly string[] }[];
}

export interface HostsEntriesHave {
  /** Missing where the file is. */
  readonly state?: Present;
  readonly content: string;
}

const pathOf = ({ path = '/etc/hosts' }: HostsEntriesWant): string => path;
const begin = '# trueup: begin';
const end = '# trueup: end';

function wantedLines({ entries }: HostsEntriesWant): readonly string[] {
  return entries.map(({ address, names }) => [address, ...names].join(' '));
}

/** What is in the block, and what isn't; a mark without its other half counts for nothing. */
function split(content: string): { readonly block?: readonly string[]; readonly rest: readonly string[] } {
  const lines = content.split('\n');
  const first = lines.indexOf(begin);
  const last = lines.indexOf(end, first);
  if (first < 0 || last < 0) return { rest: lines.filter((line) => line !== begin && line !== end) };
  const { rest } = split([...lines.slice(0, first), ...lines.slice(last + 1)].join('\n'));
  return { block: lines.slice(first + 1, last), rest };
}

/** The block comes first: programs that take one line per name take the first. Before it only what says how to read it. */
function wantedContent(want: HostsEntriesWant, have: HostsEntriesHave): string {
  const own = wantedLines(want);
  const rest = split(have.content).rest.filter((line) => !own.includes(line));
  const head = rest[0]?.startsWith('## template:') ? rest.splice(0, 1) : [];
  return [...head, begin, ...own, end, ...rest].join('\n');
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

const hostsEntriesType: ResourceType<HostsEntriesWant, HostsEntriesHave> = {
  type: 'hostsEntries',
  id: pathOf,
  paths: (want) => [pathOf(want)],

  probe(wants) {
    const paths = wants.map(pathOf);
    return sh`
${lookAt(paths)}
for path in ${paths}; do
  if [ -f "$path" ]; then base64 <"$path" | tr -d '\n'; fi
  echo
done`;
  },

  read(answer, wants) {
    const reader = new AnswerReader(answer, wants.map(pathOf).join(', '));
    const states = readStates(reader, wants.length);
    return wants.map((want, at) => {
      const path = pathOf(want);
      const state = states[at];
      const content = textOf(reader.line());
      if (!state || state instanceof Unreadable) return state ?? new Unreadable('the host did not answer');
      if (content === undefined) return new Unreadable(`${path} is not UTF-8 text`);
      if (state.kind === 'missing') return { content: '' };
      return state.kind === 'file'
        ? { state, content }
        : new Unreadable(`${path} is a ${kindInWords(state)}`);
    });
  },

  diff(want, { state, content }) {
    if (!state && want.path !== undefined) return [];
    const { block } = split(content);
    const to = wantedLines(want).join('\n');
    const changes = state ? accessChanges(state) : [];
    if (!block) return [{ verb: 'create', key: 'entries', to }, ...changes];
    const from = block.join('\n');
    return from === to ? changes : [{ verb: 'update', key: 'entries', from, to }, ...changes];
  },

  apply(want, have) {
    const path = pathOf(want);
    const { state, content } = have;
    const sum = createHash('sha256').update(content).digest('hex');
    const access = state ? { group: state.group.id, mode: closed(state.mode) } : {};
    const why = `${path} was changed by another program a moment ago; apply again`;
    return sh`
case $({ [ ! -e ${path} ] || cat ${path}; } | sha256sum) in
  ${sum}*) ;;
  *) printf '%s\n' ${why} >&2; exit 1 ;;
esac
${replaceFile({ path, content: wantedContent(want, have), ...access })}`;
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
        `${JSON.stringify([address, ...names])} is not a valid entry of ${pathOf(want)}`,
      );
    }
  }
  return make(want);
}
