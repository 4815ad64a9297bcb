// A pin that determines which package versions apt prefers, in its own file in /etc/apt/preferences.d; see apt_preferences(5).
import type { Resource } from '../../model/resource.js';
import { TrueupError } from '../../model/trueup-error.js';
import { sh } from '../../shell/sh.js';
import { defineResource } from '../define-resource.js';
import { ownFiles } from '../files/owned-files.js';
import type { FileContent } from '../files/replace-file.js';

export interface AptPinWant {
  /** Name of the file: `nginx` creates /etc/apt/preferences.d/nginx. */
  readonly name: string;
  /** Package names or patterns: `nginx`, `nginx-*`, `*`. */
  readonly packages: readonly string[];
  /** The versions that the pin applies to, as in apt_preferences(5): `version 1.26.*`, `release n=trixie-backports`, `origin nginx.org`. */
  readonly pin: string;
  /**
   * Priority of these versions. If it is 1000 or more, apt installs them even if this is a downgrade; if it is negative,
   * apt never installs them.
   */
  readonly priority: number;
}

function filesOf({ name, packages, pin, priority }: AptPinWant): [FileContent] {
  const content = `Explanation: Written by trueup.\nPackage: ${packages.join(' ')}\nPin: ${pin}\nPin-Priority: ${priority}\n`;
  // If apt ignores something, it only warns, and exits with 0; it also warns about other files and sources.
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

/** The pin takes effect before packages are installed. Throws E_INPUT for a pin that apt would ignore or misread. */
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
    `${JSON.stringify(pin)} must be version, release or origin, followed by a value`,
  );
  check(
    Number.isInteger(priority) && priority !== 0 && Math.abs(priority) <= 32_767,
    `${priority} is not a valid priority`,
  );
  return make(want);
}
