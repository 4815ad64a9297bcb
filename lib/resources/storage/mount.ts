// A mounted file system and its entry in fstab(5).
import {
  Unreadable,
  type Change,
  type Resource,
  type ResourceType,
  type Revert,
} from '../../model/resource.js';
import type { Script } from '../../model/script.js';
import { join, sh } from '../../shell/sh.js';
import { AnswerReader } from '../answer-reader.js';
import { defineResource } from '../define-resource.js';
import { probeShared, readOneShared, type SharedFile } from '../files/shared-file.js';
import { splitAnswer } from '../split-answer.js';
import { dropEntry, escapeField, fieldsOf, findEntry, fstab, putEntry } from './fstab.js';
import { askPoint, pointTools, readPoint, type Point } from './mount-point.js';
import { isType, liveAt, optionsBack, wrongOptions, type Live } from './mount-table.js';
import { checkMount, isBind, isMounted, lineOf, optionsOf, type MountWant } from './mount-want.js';
import { unmount } from './unmount.js';

interface MountHave {
  readonly file: SharedFile;
  /** The mount's current line in fstab. */
  readonly entry?: string;
  readonly live?: Live;
  readonly point: Point;
}

type Key = 'entry' | 'mount' | 'options' | 'daemon-reload';

const shown = ({ source, type }: Live): string => `${source} (${type})`;

/** Whether the declared source is mounted, with any options. A systemd automount waits for the first access. */
function isSame(want: MountWant, { live, point }: MountHave): boolean {
  return live !== undefined && (live.type === 'autofs' || (isType(want.type, live.type) && point.same));
}

function optionChanges(want: MountWant, have: MountHave): readonly Change<Key>[] {
  const { live, entry } = have;
  if (!live || live.type === 'autofs') return [];
  const wrong = wrongOptions(want, live);
  const to = optionsOf(want).join(',');
  const declared = entry === undefined ? undefined : fieldsOf(entry)[3];
  if (wrong.length === 0 && declared === to) return [];
  return [{ verb: 'update', key: 'options', from: wrong.join(',') || (declared ?? 'unknown'), to }];
}

const mountIt = ({ what, where, type, ...want }: MountWant): Script =>
  sh`mount -t ${type} -o ${optionsOf({ what, where, type, ...want }).join(',')} -- ${what} ${where}`;

const remount = (want: MountWant, options: string): Script =>
  sh`mount -o ${`remount,${isBind(want) ? 'bind,' : ''}${options}`} -- ${want.what} ${want.where}`;

const mountType: ResourceType<MountWant, MountHave, Key> = {
  type: 'mount',
  id: ({ where }) => where,

  probe: (wants) => sh`
${probeShared([fstab])}
echo '== mounts'
mounts=$(cat /proc/self/mountinfo)
printf '%s\n' "$mounts"
echo '== points'
${pointTools}
${join(wants.map(askPoint))}`,

  read(answer, wants) {
    const [files, afterFiles] = splitAnswer(answer, '== mounts');
    const [mounts, points] = splitAnswer(afterFiles, '== points');
    const file = readOneShared({ ...answer, stdout: files }, fstab);
    const reader = new AnswerReader(points, 'mounts');
    return wants.map((want): MountHave | Unreadable => {
      const { where } = want;
      const point = readPoint(reader, want);
      if (file instanceof Unreadable) return file;
      const entry = findEntry(file, where, ([, field]) => field === where);
      if (entry instanceof Unreadable) return entry;
      if (point instanceof Unreadable) return point;
      const live = liveAt(mounts, where);
      return { file, ...(entry !== undefined && { entry }), ...(live && { live }), point };
    });
  },

  diff(want, have) {
    const { entry, live, point } = have;
    const to = lineOf(want);
    const changes: Change<Key>[] = [];
    if (entry !== to) {
      const what = `entry in ${fstab}`;
      changes.push(
        entry === undefined
          ? { verb: 'create', key: 'entry', what, to }
          : { verb: 'update', key: 'entry', what, from: entry, to },
      );
    }
    const from = live ? shown(live) : 'not mounted';
    if (!isMounted(want)) {
      if (live && want.mounted === false)
        changes.push({ verb: 'update', key: 'mount', from, to: 'not mounted' });
    } else if (!isSame(want, have)) {
      changes.push({ verb: 'update', key: 'mount', from, to: `${want.what} (${want.type})` });
    } else changes.push(...optionChanges(want, have));
    if (entry === to && point.stale) changes.push({ verb: 'run', key: 'daemon-reload' });
    return changes;
  },

  // The entry comes last: until it is there, the mount's options count as not yet changed.
  apply(want, { file, entry, live }, changes) {
    const { where } = want;
    const has = (key: Key): boolean => changes.some((change) => change.key === key);
    const away = has('mount') && live ? [unmount(where)] : [];
    const on = has('mount') && isMounted(want);
    return join([
      ...away,
      ...(on ? [sh`[ -e ${where} ] || ( umask 022; mkdir -p -- ${where} )`, mountIt(want)] : []),
      ...(has('options')
        ? [
            remount(
              want,
              optionsOf(want)
                .filter((one) => !/^r?bind$/.test(one))
                .join(',') || 'defaults',
            ),
          ]
        : []),
      ...(has('entry') ? [putEntry(file, entry, lineOf(want))] : []),
      ...(has('daemon-reload') ? [sh`systemctl daemon-reload`] : []),
    ]);
  },

  schedule: {
    impact: (_want, { live }, changes) =>
      live && changes.some(({ key }) => key === 'mount') ? 'interrupts' : undefined,
  },

  undo: {
    // Other programs also change fstab, so only the entry is restored.
    keeps: () => [],
    revert: (want, have, changes) => [
      ...(changes.some(({ key }) => key === 'entry') ? [dropEntry(lineOf(want), have.entry)] : []),
      ...[mountBack(want, have, changes)].flat(),
    ],
    // An entry that was changed since is kept, and so is its mount.
    remove(want) {
      const { where } = want;
      return sh`
line=
[ ! -e ${fstab} ] || line=$(point=${escapeField(where)} awk '$2 == ENVIRON["point"]' ${fstab})
if [ -n "$line" ] && [ "$line" != ${lineOf(want)} ]; then exit 0; fi
${unmount(where)}
${dropEntry(lineOf(want))}`;
    },
    removal: { forGood: true },
  },
};

function mountBack(
  want: MountWant,
  { live, entry, point }: MountHave,
  changes: readonly Change<Key>[],
): Revert {
  const { where } = want;
  if (changes.some(({ key }) => key === 'options') && live) return remount(want, optionsBack(want, live));
  if (!changes.some(({ key }) => key === 'mount')) return [];
  const away = unmount(where);
  if (!live)
    return point.missing
      ? sh`${away}
rmdir -- ${where} 2>/dev/null || true`
      : away;
  if (entry === undefined)
    return [away, `${shown(live)} will not be mounted again, because it had no entry in ${fstab}`];
  return sh`${away}
mount -- ${where}`;
}

const make = defineResource(mountType);

/** Other entries are left unchanged. Throws E_INPUT for values that fstab or mount(8) would misread. */
export function mount(want: MountWant): Resource {
  checkMount(want);
  return make(want);
}
