// Which versions of some packages apt prefers: a file of its own below /etc/apt/preferences.d, apt_preferences(5).
import type { Resource } from '../../model/resource.js';
import { TrueupError } from '../../model/trueup-error.js';
import { sh } from '../../shell/sh.js';
import { defineResource } from '../define-resource.js';
import { ownFiles } from '../files/owned-files.js';
import type { FileContent } from '../files/replace-file.js';

export interface AptPinWant {
  /** Of the file: `nginx` is /etc/apt/preferences.d/nginx. */
  readonly name: string;
  /** Packages, which may be patterns: `nginx`, `nginx-*`, `*`. */
  readonly packages: readonly string[];
  /** As in apt_preferences(5): `version 1.26.*`, `release n=trixie-backports`, `origin nginx.org`. */
  readonly pin: string;
  /** Over 1000 takes an older version, too; below 0 takes none. */
  readonly priority: number;
}

function filesOf({ name, packages, pin, priority }: AptPinWant): [FileContent] {
  const content = `Explanation: Written by trueup.\nPackage: ${packages.join(' ')}\nPin: ${pin}\nPin-Priority: ${priority}\n`;
  // What apt passes over is a warning to it, with status 0; it warns of other files and sources, too.
  const validate = (staged: string): ReturnType<typeof sh> => sh`
said=$(apt-cache -o ${`Dir::Etc::Preferences=${staged}`} -o Dir::Etc::PreferencesParts=/dev/null policy 2>&1 >/dev/null) || { printf '%s\n' "$said" >&2; exit 1; }
case $said in *'pin type'* | *${staged}*) printf '%s\n' "$said" >&2; exit 1 ;; esac`;
  return [{ path: `/etc/apt/preferences.d/${name}`, content, validate }];
}

const make = defineResource({
  type: 'apt.pin',
  id: ({ name }: AptPinWant) => name,
  schedule: { phase: 'sources' },
  ...ownFiles(filesOf),
});

/** A preference of apt's, there before packages are installed. Throws E_INPUT for what apt would pass over or take for another. */
export function aptPin(want: AptPinWant): Resource {
  const { name, packages, pin, priority } = want;
  const check = (fine: boolean, why: string): void => {
    if (!fine) throw new TrueupError('E_INPUT', `apt pin ${JSON.stringify(name)}: ${why}`);
  };
  check(/^[A-Za-z0-9][\w-]*$/.test(name), 'its name may contain only letters, digits, - and _');
  check(packages.length > 0, 'it lists no package');
  for (const one of packages)
    check(/^[\w*?[/][\w.+:*?[\]/^$-]*$/.test(one), `${JSON.stringify(one)} is not a package or a pattern`);
  check(
    /^(version|release|origin) [^\p{Cc}]*[^\s\p{Cc}]$/u.test(pin),
    `${JSON.stringify(pin)} is not version, release or origin followed by a value`,
  );
  check(
    Number.isInteger(priority) && priority !== 0 && Math.abs(priority) <= 32_767,
    `${priority} is not a valid priority`,
  );
  return make(want);
}
