// The declaration of a mount.
import { TrueupError } from '../../model/trueup-error.js';
import { checkPath } from '../check-paths-and-names.js';
import { entryOf } from './fstab.js';

/** The property names follow systemd.mount(5). */
export interface MountWant {
  /** Source: `UUID=…`, `LABEL=data`, `/dev/vdb1`, `nas:/export`, `tmpfs`; with the option `bind`, a folder. */
  readonly what: string;
  /** Absolute path of the mount point, which is created if it is missing. */
  readonly where: string;
  /** File system type, as in fstab(5): `ext4`, `nfs4`, `tmpfs`, `auto`; `none` for a bind mount. */
  readonly type: string;
  /** Mount options, as for mount(8): `['noatime', 'size=64m']`. Defaults to `defaults`. */
  readonly options?: readonly string[];
  /** Pass in which fsck(8) checks the file system at boot: 1 or 2. Defaults to 0, which means never. */
  readonly pass?: number;
  /**
   * Whether to mount the file system now, in addition to listing it in fstab. Defaults to true, or to false with the
   * option `noauto`.
   */
  readonly mounted?: boolean;
}

/** The options, never empty. */
export const optionsOf = ({ options = [] }: MountWant): readonly string[] =>
  options.length > 0 ? options : ['defaults'];

/** Whether it is a bind mount. */
export const isBind = (want: MountWant): boolean =>
  optionsOf(want).some((option) => option === 'bind' || option === 'rbind');

/** Whether it should be mounted now. */
export const isMounted = (want: MountWant): boolean => want.mounted ?? !optionsOf(want).includes('noauto');

/** The mount's line in fstab. */
export function lineOf(want: MountWant): string {
  const { what, where, type, pass = 0 } = want;
  return entryOf(what, where, type, optionsOf(want).join(','), 0, pass);
}

/** Throws E_INPUT for values that fstab or mount(8) would misread. */
export function checkMount(want: MountWant): void {
  const { what, where, type, options = [], pass = 0 } = want;
  const check = (fine: boolean, why: string, hint?: string): void => {
    if (!fine)
      throw new TrueupError('E_INPUT', `mount on ${JSON.stringify(where)}: ${why}`, hint ? { hint } : {});
  };
  checkPath(where);
  const control = /[\x00-\x1f\x7f]/;
  check(!control.test(where), 'its path contains a control character');
  check(/^[^#-]/.test(what) && !control.test(what), `${JSON.stringify(what)} is not a valid source`);
  check(
    /^[a-z0-9][\w.-]*$/i.test(type) && type !== 'swap',
    `${JSON.stringify(type)} is not a valid mount type`,
  );
  for (const option of options) {
    const shown = JSON.stringify(option);
    check(
      /^[a-z0-9][\w.:-]*(=[^\s,"'\\]*)?$/i.test(option) && option !== 'remount',
      `${shown} is not a single valid option`,
    );
    check(
      !/^pass(word)?=/.test(option),
      `${option.split('=')[0] ?? ''} would be readable by everyone`,
      'Use the option credentials=FILE, and declare that file with mode 0600.',
    );
  }
  check([0, 1, 2].includes(pass), 'pass must be 0, 1 or 2');
  if (isBind(want)) {
    checkPath(what);
    check(type === 'none', 'a bind mount must have the type none');
  }
}
