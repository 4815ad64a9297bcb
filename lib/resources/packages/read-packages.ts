// Parses the output of dpkg and apt about packages.
import type { Answer } from '../../model/script.js';

export interface PackagesHave {
  /** dpkg's status letters, such as `ii`, by name and by name:architecture; packages unknown to dpkg are missing. */
  readonly status: ReadonlyMap<string, string>;
  /** Packages that apt installed as dependencies, and may remove once nothing needs them. */
  readonly automatic: ReadonlySet<string>;
  /** Packages that dpkg left unfinished when it was killed, or `dpkg's journal`. */
  readonly broken: readonly string[];
  /** Whether an interrupted transaction left trueup's policy-rc.d behind. */
  readonly policyLeft: boolean;
}

/** Throws if dpkg-query failed. */
export function readPackages({ status, stdout }: Answer): PackagesHave {
  if (status !== 0) throw new Error(`dpkg-query failed with status ${status}`);
  const letters = new Map<string, string>();
  const automatic = new Set<string>();
  const broken = new Set<string>();
  let policyLeft = false;
  for (const line of stdout.split('\n')) {
    const [kind, first = '', name = '', arch = ''] = line.split('|');
    if (kind === 'M') automatic.add(first);
    if (kind === 'U') broken.add("dpkg's journal");
    if (kind === 'L') policyLeft = true;
    if (kind !== 'P') continue;
    // With two architectures, the plain name refers to the installed one.
    if (letters.get(name)?.[1] !== 'i') letters.set(name, first.slice(0, 2));
    letters.set(`${name}:${arch}`, first.slice(0, 2));
    if (/^.[HUFWt]|^..R/.test(first)) broken.add(name);
  }
  return { status: letters, automatic, broken: [...broken].sort(), policyLeft };
}
