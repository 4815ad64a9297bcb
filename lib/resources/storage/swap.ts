// A swap file and its entry in fstab(5).
import { Unreadable, type Change, type Resource, type ResourceType } from '../../model/resource.js';
import type { Script } from '../../model/script.js';
import { TrueupError } from '../../model/trueup-error.js';
import { join, sh } from '../../shell/sh.js';
import { AnswerReader } from '../answer-reader.js';
import { checkPath } from '../check-paths-and-names.js';
import { defineResource } from '../define-resource.js';
import { ownershipChanges, type OwnershipKey } from '../files/ownership.js';
import { kindInWords, lookAt, readStates, type PathState } from '../files/path-state.js';
import { probeShared, readOneShared, type SharedFile } from '../files/shared-file.js';
import { splitAnswer } from '../split-answer.js';
import { dropEntry, entryOf, escapeField, findEntry, fstab, putEntry, unescapeField } from './fstab.js';
import { makeSwapFile, swapOff, swapOn } from './swap-file.js';

export interface SwapWant {
  /** Absolute path of the file: `/swapfile`. */
  readonly path: string;
  /** Size in MiB. */
  readonly sizeMiB: number;
  /** Priority from 0 to 32767; the highest is used first. By default, the kernel chooses the priority. */
  readonly priority?: number;
  /** Whether to activate the swap file now rather than only at the next boot. Defaults to true. */
  readonly active?: boolean;
}

interface SwapHave {
  readonly file: SharedFile;
  readonly entry?: string;
  readonly state: PathState;
  /** Whether the file contains swap space. */
  readonly isSwap: boolean;
  /** Priority of the swap file; absent if it is not active. */
  readonly on?: number;
}

type Key = OwnershipKey | 'entry' | 'kind' | 'size' | 'state' | 'priority';

const mebibyte = 1_048_576;
const access = { owner: 'root', group: 'root', mode: '0600' } as const;
const inMiB = (bytes: number): string => `${Math.round((bytes / mebibyte) * 10) / 10} MiB`;

function lineOf({ path, priority }: SwapWant): string {
  return entryOf(path, 'none', 'swap', priority === undefined ? 'sw' : `sw,pri=${priority}`, 0, 0);
}

function fileChanges({ sizeMiB }: SwapWant, { state, isSwap }: SwapHave): readonly Change<Key>[] {
  const to = inMiB(sizeMiB * mebibyte);
  if (state.kind === 'missing') return [{ verb: 'create', key: 'size', to }];
  const other = state.kind === 'file' ? 'file that is not formatted as swap' : kindInWords(state);
  if (state.kind !== 'file' || !isSwap)
    return [{ verb: 'update', key: 'kind', from: other, to: 'swap file' }];
  const size: Change<Key> = { verb: 'update', key: 'size', from: inMiB(state.size), to };
  return [
    ...(state.size === sizeMiB * mebibyte ? [] : [size]),
    ...ownershipChanges(access, state, access.mode),
  ];
}

const swapType: ResourceType<SwapWant, SwapHave, Key> = {
  type: 'swap',
  id: ({ path }) => path,

  // blkid's status 2: it found nothing that it recognises.
  probe: (wants) => sh`
${probeShared([fstab])}
echo '== swaps'
cat /proc/swaps
echo '== files'
${lookAt(wants.map(({ path }) => path))}
for path in ${wants.map(({ path }) => path)}; do
  kind=
  if [ -f "$path" ]; then kind=$(blkid -p -s TYPE -o value -- "$path") || [ $? = 2 ]; fi
  printf '%s\n' "$kind"
done`,

  read(answer, wants) {
    const [fstabs, afterFstab] = splitAnswer(answer, '== swaps');
    const [swaps, files] = splitAnswer(afterFstab, '== files');
    const file = readOneShared({ ...answer, stdout: fstabs }, fstab);
    const reader = new AnswerReader(files, 'swap files');
    const states = readStates(reader, wants.length);
    const used = new Map(
      swaps.split('\n').map((line): [string, number] => {
        const [name = '', , , , priority = ''] = line.split(/\s+/);
        return [unescapeField(name), Number(priority)];
      }),
    );
    return wants.map(({ path }, at): SwapHave | Unreadable => {
      const isSwap = reader.line() === 'swap';
      const state = states[at] ?? new Unreadable('the host did not answer');
      if (file instanceof Unreadable) return file;
      if (state instanceof Unreadable) return state;
      const entry = findEntry(file, path, ([what, , type]) => what === path && type === 'swap');
      if (entry instanceof Unreadable) return entry;
      const on = used.get(path);
      return { file, state, isSwap, ...(entry !== undefined && { entry }), ...(on !== undefined && { on }) };
    });
  },

  diff(want, have) {
    const { entry, on } = have;
    const to = lineOf(want);
    const changes = [...fileChanges(want, have)];
    const { active = true, priority } = want;
    if (active !== (on !== undefined))
      changes.push({
        verb: 'update',
        key: 'state',
        from: on === undefined ? 'off' : 'on',
        to: active ? 'on' : 'off',
      });
    else if (on !== undefined && priority !== undefined && on !== priority)
      changes.push({ verb: 'update', key: 'priority', from: String(on), to: String(priority) });
    if (entry === to) return changes;
    const what = `entry in ${fstab}`;
    return [
      ...changes,
      entry === undefined
        ? { verb: 'create', key: 'entry', what, to }
        : { verb: 'update', key: 'entry', what, from: entry, to },
    ];
  },

  apply(want, { file, entry, on }, changes) {
    const { path, sizeMiB, priority, active = true } = want;
    const has = (...keys: readonly Key[]): boolean => changes.some(({ key }) => keys.includes(key));
    if (has('kind')) {
      const why = `${path} exists but is not a swap file, so it was left unchanged; remove it, or declare another path`;
      return sh`printf '%s\n' ${why} >&2; exit 1`;
    }
    return join([
      ...(has('size') ? [makeSwapFile(path, sizeMiB * mebibyte)] : []),
      ...(has('owner', 'group', 'mode')
        ? [sh`chown -- root:root ${path}; chmod -- ${access.mode} ${path}`]
        : []),
      ...(has('state', 'priority') || (has('size') && on !== undefined)
        ? [active ? swapOn(path, priority) : swapOff(path)]
        : []),
      ...(has('entry') ? [putEntry(file, entry, lineOf(want))] : []),
    ]);
  },

  schedule: { seconds: ({ sizeMiB }) => 120 + Math.ceil(sizeMiB / 10) },

  undo: {
    // No copy of swapped-out memory is needed.
    keeps: () => [],
    revert: (want, have, changes) => [
      fileBack(want, have, changes),
      ...(changes.some(({ key }) => key === 'entry') ? [dropEntry(lineOf(want), have.entry)] : []),
    ],
    // An entry that was changed since is kept.
    remove: (want) => sh`
line=
[ ! -e ${fstab} ] || line=$(path=${escapeField(want.path)} awk '$1 == ENVIRON["path"] && $3 == "swap"' ${fstab})
if [ -n "$line" ] && [ "$line" != ${lineOf(want)} ]; then exit 0; fi
${swapOff(want.path)}
${dropEntry(lineOf(want))}
rm -f -- ${want.path}`,
    removal: { forGood: true },
  },
};

function fileBack({ path }: SwapWant, { state, on }: SwapHave, changes: readonly Change<Key>[]): Script {
  if (state.kind === 'missing')
    return sh`${swapOff(path)}
rm -f -- ${path}`;
  const owner = `${state.owner.id}:${state.group.id}`;
  return join([
    ...(changes.some(({ key }) => key === 'size') ? [makeSwapFile(path, state.size)] : []),
    sh`chown -- ${owner} ${path}; chmod -- ${state.mode} ${path}`,
    on === undefined ? swapOff(path) : swapOn(path, on < 0 ? undefined : on),
  ]);
}

const make = defineResource(swapType);

/** Throws E_INPUT for an invalid path, size or priority. */
export function swap(want: SwapWant): Resource {
  const { path, sizeMiB, priority = 0 } = want;
  const check = (fine: boolean, why: string): void => {
    if (!fine) throw new TrueupError('E_INPUT', `swap ${JSON.stringify(path)}: ${why}`);
  };
  checkPath(path);
  check(/^[^\x00-\x1f\x7f]*$/.test(path), 'its path contains a control character');
  check(
    Number.isInteger(sizeMiB) && sizeMiB >= 1 && sizeMiB <= 1_048_576,
    'sizeMiB is not a whole number from 1 to 1048576',
  );
  check(
    Number.isInteger(priority) && priority >= 0 && priority <= 32_767,
    'priority is not a whole number from 0 to 32767',
  );
  return make(want);
}
