// A kernel module and its options. The module is loaded now and at each boot, or it is blocked.
import { Unreadable, type Change, type Resource, type ResourceType } from '../../model/resource.js';
import type { Script } from '../../model/script.js';
import { TrueupError } from '../../model/trueup-error.js';
import { join, sh } from '../../shell/sh.js';
import { AnswerReader } from '../answer-reader.js';
import { defineResource } from '../define-resource.js';
import { removeFile, type FileHave } from '../files/file.js';
import { diffFiles, probeFiles, readFiles, replaceFiles } from '../files/owned-files.js';
import type { OwnFile } from '../files/replace-file.js';

export interface KernelModuleWant {
  /** Name of the module, not an alias: `br_netfilter`. */
  readonly name: string;
  /**
   * Whether to load the module now and at each boot. Defaults to true. If false, the module is only loaded on demand,
   * with `options`.
   */
  readonly load?: boolean;
  /** Options of the module, as in modprobe.d(5): `{ nested: 1 }`. They apply the next time the module is loaded. */
  readonly options?: Readonly<Record<string, string | number>>;
  /**
   * Whether to unload and block the module. Defaults to false. For a module in the initramfs, also run
   * update-initramfs(8).
   */
  readonly blacklist?: boolean;
}

interface KernelModuleHave {
  readonly files: readonly FileHave[];
  readonly live: string;
}

/** The kernel's spelling of the name. */
const nameOf = ({ name }: KernelModuleWant): string => name.replaceAll('-', '_');

function linesOf({ options = {}, blacklist, ...want }: KernelModuleWant): readonly string[] {
  const name = nameOf(want);
  const set = Object.entries(options).map(([key, value]) => `${key}=${value}`);
  return [
    ...(set.length > 0 ? [`options ${name} ${set.join(' ')}`] : []),
    // Without the second line, the module could still be loaded by its name.
    ...(blacklist === true ? [`blacklist ${name}`, `install ${name} /bin/false`] : []),
  ];
}

const isLoaded = ({ load = true, blacklist = false }: KernelModuleWant): boolean => load && !blacklist;

/** The file for modprobe, and the file that loads the module at boot. */
function filesOf(want: KernelModuleWant): readonly [OwnFile, OwnFile] {
  const own = (folder: string, lines: readonly string[]): OwnFile => {
    const path = `/etc/${folder}/trueup-${nameOf(want)}.conf`;
    return lines.length === 0 ? { path } : { path, content: `# Written by trueup.\n${lines.join('\n')}\n` };
  };
  return [own('modprobe.d', linesOf(want)), own('modules-load.d', isLoaded(want) ? [nameOf(want)] : [])];
}

const load = (name: string): Script => sh`
command -v modprobe >/dev/null || { echo 'modprobe is missing: install the package kmod' >&2; exit 1; }
modprobe -- ${name} || {
  if systemd-detect-virt --quiet --container; then
    printf '%s\n' ${`${name} cannot be loaded inside this container; load it on the machine that runs the container`} >&2
  fi
  exit 1
}`;

const unload = (name: string): Script => sh`
modprobe -r -- ${name} || { printf '%s\n' ${`${name} is in use, so it stays loaded until the next boot`} >&2; exit 1; }`;

const kernelModuleType: ResourceType<KernelModuleWant, KernelModuleHave> = {
  type: 'kernelModule',
  id: nameOf,
  paths: (want) => filesOf(want).map(({ path }) => path),

  // A kernel without /proc/modules loads none. Others in /sys/module are built in, but not all built-in ones are there.
  probe: (wants) => sh`
line=${'\n'}
modules='' builtin=''
release=$(uname -r)
if [ -e /proc/modules ]; then modules=$(cut -d ' ' -f 1 /proc/modules); fi
list=/lib/modules/$release/modules.builtin
if [ -e "$list" ]; then builtin=$(sed 's|.*/||; s/[.]ko.*//; y/-/_/' "$list"); fi
for name in ${wants.map(nameOf)}; do
  case $line$modules$line in *"$line$name$line"*) echo loaded; continue ;; esac
  case $line$builtin$line in *"$line$name$line"*) echo 'built in'; continue ;; esac
  if [ -d "/sys/module/$name" ]; then echo 'built in'; else echo 'not loaded'; fi
done
${probeFiles(wants.map(filesOf))}`,

  read(answer, wants) {
    const reader = new AnswerReader(answer, 'kernel modules');
    const live = wants.map(() => reader.line());
    return readFiles(reader.remainder, wants.map(filesOf)).map((files, at) =>
      files instanceof Unreadable ? files : { files, live: live[at] ?? '' },
    );
  },

  diff(want, { files, live }) {
    const changes: Change[] = [...diffFiles(filesOf(want), files)];
    if (isLoaded(want) && live === 'not loaded')
      changes.push({ verb: 'update', key: 'module', from: live, to: 'loaded' });
    if (want.blacklist === true && live !== 'not loaded')
      changes.push({ verb: 'update', key: 'module', from: live, to: 'not loaded' });
    return changes;
  },

  // The options come first; a module that the kernel rejects must not be kept for the next boot.
  apply(want, { files, live }, changes) {
    const [options, boot] = filesOf(want);
    const name = nameOf(want);
    const isNow = changes.some(({ key }) => key === 'module');
    if (isNow && live === 'built in')
      return sh`printf '%s\n' ${`${name} is built into this kernel and cannot be blocked`} >&2; exit 1`;
    const now = isLoaded(want) ? load(name) : unload(name);
    return join([
      replaceFiles([options], files.slice(0, 1)),
      ...(isNow ? [now] : []),
      replaceFiles([boot], files.slice(1)),
    ]);
  },

  undo: {
    // A module that is in use by now stays loaded until the next boot.
    revert(want, { live }, changes) {
      if (!changes.some(({ key }) => key === 'module')) return [];
      return live === 'loaded' ? load(nameOf(want)) : sh`modprobe -r -- ${nameOf(want)} || true`;
    },
    // A loaded module also stays loaded, because something may need it.
    remove: (want) =>
      join(filesOf(want).flatMap((own) => (own.content === undefined ? [] : [removeFile(own)]))),
  },
};

const make = defineResource(kernelModuleType);

/** Throws E_INPUT for a name or option that is invalid in modprobe.d(5). */
export function kernelModule(want: KernelModuleWant): Resource {
  const check = (fine: boolean, why: string): void => {
    if (!fine) throw new TrueupError('E_INPUT', `kernel module ${JSON.stringify(want.name)}: ${why}`);
  };
  check(/^[a-z0-9][\w-]*$/i.test(want.name), 'its name is not valid');
  check(!(want.blacklist === true && want.load === true), 'it cannot be both loaded and blacklisted');
  check(
    want.load !== false || linesOf(want).length > 0,
    '`load` is false, so it needs `options` or `blacklist`',
  );
  for (const [key, value] of Object.entries(want.options ?? {}))
    check(
      /^\w[\w.-]*$/.test(key) && /^[^\s"'\\#]+$/.test(String(value)),
      `${JSON.stringify(`${key}=${value}`)} is not a valid option`,
    );
  return make(want);
}
