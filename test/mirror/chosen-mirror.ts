// Which mirror the tests' hosts get their packages from: Debian's own, unless the environment names another.
const variables = { mirror: 'TRUEUP_TEST_MIRROR', keyring: 'TRUEUP_TEST_KEYRING' } as const;

/** A mirror's URL, and the file of its keys. Absent: Debian's. */
export interface MirrorChoice {
  readonly mirror?: string;
  readonly keyring?: string;
}

/** What the small mirror has; MySQL is in sid alone. */
export const mirroredSuites: readonly string[] = ['trixie', 'bookworm', 'sid'];

/** For an image's recipe; of a suite that the small mirror hasn't, Debian's. */
export function chosenMirror(suite = 'trixie'): MirrorChoice {
  if (!mirroredSuites.includes(suite)) return {};
  const { [variables.mirror]: mirror, [variables.keyring]: keyring } = process.env;
  return { ...(mirror && { mirror }), ...(keyring && { keyring }) };
}

/** The same for a command line. */
export function mirrorOptions(): readonly string[] {
  return Object.entries(chosenMirror()).flatMap(([name, value]: [string, string]) => [`--${name}`, value]);
}

/** For this process and those that it starts. */
export function chooseMirror({ mirror, keyring }: Required<MirrorChoice>): void {
  process.env[variables.mirror] = mirror;
  process.env[variables.keyring] = keyring;
}
