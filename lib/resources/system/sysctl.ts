// A kernel parameter and its value, now and after the next boot.
import { Unreadable, type Change, type Resource, type ResourceType } from '../../model/resource.js';
import { TrueupError } from '../../model/trueup-error.js';
import { join, sh } from '../../shell/sh.js';
import { AnswerReader } from '../answer-reader.js';
import { defineResource } from '../define-resource.js';
import { fileType, type FileHave } from '../files/file.js';
import { overruledChange, type Overruled } from '../overridden-setting.js';
import type { FileContent } from '../files/replace-file.js';
import { assignments, readAssignment, winnerOver, type Assignment } from './sysctl-at-boot.js';

export interface SysctlWant {
  /**
   * Name of the parameter, as in sysctl.d(5): `net.ipv4.ip_forward`. If a part contains a dot, separate the parts with
   * slashes: `net/ipv4/conf/eth0.7/forwarding`.
   */
  readonly key: string;
  /** Value, on a single line. */
  readonly value: string;
}

export interface SysctlHave {
  /** Absent if this kernel has no such parameter. */
  readonly live?: string;
  readonly dropIn: FileHave;
  /** Values that a later file sets at each boot. */
  readonly overruled: readonly Overruled[];
}

/**
 * sysctl.d(5): the first `.` or `/` in the key determines the separator; the other one is then an ordinary character.
 */
function livePath(key: string): string {
  const swap: Readonly<Record<string, string>> = { '.': '/', '/': '.' };
  const slashes = /[./]/.exec(key)?.[0] === '/';
  return `/proc/sys/${slashes ? key : key.replaceAll(/[./]/g, (one) => swap[one] ?? one)}`;
}

/** The prefix 99 makes it apply after the files of packages. */
function dropInOf({ key, value }: SysctlWant): FileContent {
  return { path: `/etc/sysctl.d/99-trueup-${key.replaceAll('/', '-')}.conf`, content: `${key} = ${value}\n` };
}

/** The kernel returns tabs in place of spaces. */
function words(value: string): string {
  return value.trim().replaceAll(/\s+/g, ' ');
}

const boot = { key: 'boot', what: 'value after reboot' } as const;
type Key = 'value' | 'boot';

function overruledOf(want: SysctlWant, all: readonly Assignment[]): readonly Overruled[] {
  const winner = winnerOver(dropInOf(want).path, livePath(want.key), all);
  const to = words(want.value);
  if (!winner || words(winner.value) === to) return [];
  return [{ setting: boot.key, now: words(winner.value), to, by: `${winner.file}:${winner.line}` }];
}

const sysctlType: ResourceType<SysctlWant, SysctlHave, Key> = {
  type: 'sysctl',
  id: (want) => want.key,

  // cat's status 1: the parameter exists but can't be read.
  probe: (wants) => sh`
see() {
  if [ ! -e "$1" ]; then echo none
  elif now=$(cat -- "$1"); then printf 'is %s\n' "$now"
  else echo lost; fi
}
${join(wants.map(({ key }) => sh`see ${livePath(key)}`))}
${assignments(wants.map(({ key }) => livePath(key)))}
echo .
${fileType.probe(wants.map(dropInOf))}`,

  read(answer, wants) {
    const reader = new AnswerReader(answer, 'kernel parameters');
    const live = wants.map(() => reader.line());
    const all = reader.linesUpTo('.').map(readAssignment);
    const dropIns = fileType.read(reader.remainder, wants.map(dropInOf));
    return dropIns.map((dropIn, index) => {
      const line = live[index] ?? 'lost';
      const want = wants[index];
      if (dropIn instanceof Unreadable) return dropIn;
      const overruled = want ? overruledOf(want, all) : [];
      if (line === 'none') return { dropIn, overruled };
      return line.startsWith('is ')
        ? { live: words(line.slice(3)), dropIn, overruled }
        : new Unreadable('the parameter is write-only');
    });
  },

  diff(want, { live, dropIn, overruled }) {
    const to = words(want.value);
    const value: Change<Key> = {
      verb: 'update',
      key: 'value',
      ...(live === undefined ? {} : { from: live }),
      to,
    };
    const kept = fileType.diff(dropInOf(want), dropIn);
    const verb = kept.some((change) => change.verb === 'create') ? 'create' : 'update';
    const written: Change<Key> = { verb, ...boot, to };
    return [
      ...(live === to ? [] : [value]),
      ...(kept.length === 0 ? overruled.map((one) => ({ ...overruledChange(one), ...boot })) : [written]),
    ];
  },

  // The kernel gets the value first: a value that it rejects is never written for the next boot.
  apply(want, have, changes) {
    const { key, value } = want;
    const path = livePath(key);
    const live = sh`
[ -e ${path} ] || { printf '%s\n' ${`this kernel has no parameter ${key}`} >&2; exit 1; }
[ -w ${path} ] || { printf '%s\n' ${`${key} cannot be set inside this container`} >&2; exit 1; }
printf '%s\n' ${value} >${path}`;
    const kept = fileType.diff(dropInOf(want), have.dropIn);
    const who = have.overruled.map(
      ({ now, to, by }) => `${key} is ${now} instead of ${to} after reboot: ${by}`,
    );
    const remedy = `Remove that line, or change its value to ${words(value)}. That file is read after ${dropInOf(want).path}, so it overrides the declared value.`;
    const refusal = sh`printf '%s\n' ${[...who, remedy]} >&2; exit 1`;
    const parts = changes.map(({ key: changed }) => {
      if (changed === 'value') return live;
      return kept.length === 0 ? refusal : fileType.apply(dropInOf(want), have.dropIn, kept);
    });
    return join(parts);
  },

  undo: {
    keeps: (want) => [dropInOf(want).path],
    revert: ({ key }, { live }, changes) =>
      live !== undefined && changes.some((change) => change.key === 'value')
        ? sh`printf '%s\n' ${live} >${livePath(key)}`
        : [],
    // The value in the kernel stays until the next boot: its value without the file is unknown.
    remove: (want) => sh`rm -f -- ${dropInOf(want).path}`,
  },
};

const make = defineResource(sysctlType);

/** Throws E_INPUT for an invalid key or value. */
export function sysctl(want: SysctlWant): Resource {
  const parts = want.key.split(/[./]/);
  if (!/^[a-z0-9_./:@-]+$/i.test(want.key) || parts.length < 2 || parts.includes('')) {
    throw new TrueupError(
      'E_INPUT',
      `${JSON.stringify(want.key)} is not a valid kernel parameter, such as net.ipv4.ip_forward`,
    );
  }
  if (want.value.includes('\n') || words(want.value) === '') {
    throw new TrueupError('E_INPUT', `${want.key}: ${JSON.stringify(want.value)} is not a single-line value`);
  }
  return make(want);
}
