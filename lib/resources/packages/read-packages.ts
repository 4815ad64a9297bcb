// Parses the output of dpkg and apt about packages.
import type { Answer } from '../../model/script.js';

export interface PackagesHave {
  /** dpkg's status letters by name and by name:architecture, as `ii`; what dpkg doesn't know is missing here. */
  readonly status: ReadonlyMap<string, string>;
  /** Those that apt installed for others, and removes as soon as nothing needs them. */
  readonly automatic: ReadonlySet<string>;
  /** Packages that a killed dpkg left half done, or `dpkg's journal`. */
  readonly broken: readonly string[];
  /** A transaction of ours ended without tidying up. */
  readonly policyLeft: boolean;
}

/** Throws where dpkg gave no answer. */
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
    // Of two architectures the installed one answers for the plain name.
    if (letters.get(name)?.[1] !== 'i') letters.set(name, first.slice(0, 2));
    letters.set(`${name}:${arch}`, first.slice(0, 2));
    if (/^.[HUFWt]|^..R/.test(first)) broken.add(name);
  }
  return { status: letters, automatic, broken: [...broken].sort(), policyLeft };
}
