// A record on the host of the configuration that a unit loaded last.
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';
import { hasGood, keepGood } from '../../undo/triggers/last-good-config.js';

/** Marks of inputs by path, and whether something changed since without the unit being told. */
export interface Stamp {
  readonly marks: ReadonlyMap<string, string>;
  readonly stale: boolean;
  /** What stood there each time before an input was changed: the unit may have loaded that meanwhile, unseen. */
  readonly before?: readonly ReadonlyMap<string, string>[];
}

const folder = '/var/lib/trueup/stamps';

/** Where the stamp of a unit lies. */
export function stampPath(unit: string): string {
  return `${folder}/${unit}`;
}

/**
 * Prints a mark for each path: its SHA-256, and where it leads if it is a link. What isn't there has no mark. The probe,
 * the warning and the apply use this same text, so that they can't disagree.
 */
export function marks(paths: readonly string[]): Script {
  if (paths.length === 0) return sh`:`;
  return sh`
sha256sum -- ${paths} 2>/dev/null || true
for path in ${paths}; do
  if [ -L "$path" ]; then target=$(readlink -- "$path"); printf 'link\t%s\t%s\n' "$path" "$target"; fi
done`;
}

/** sha256sum(1) starts a line with a backslash when it had to escape the name. */
function unescape(name: string): string {
  return name.replace(/\\(.)/g, (_, letter: string) => ({ n: '\n', r: '\r' })[letter] ?? letter);
}

/** Reads what `marks` printed, be it now or into a stamp. */
export function readStamp(text: string): Stamp {
  const [marks = new Map(), ...blocks] = text.split(/^was$/m).map(readMarks);
  const before = blocks.length > 0 ? { before: blocks } : {};
  return { marks, stale: /^stale$/m.test(text), ...before };
}

function readMarks(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, escaped, hash = '', name = ''] = /^(\\?)([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (hash !== '') found.set(escaped === '' ? name : unescape(name), hash);
    const [kind, path = '', target = ''] = line.split('\t');
    if (kind === 'link') found.set(path, `${found.get(path) ?? ''} -> ${target}`);
  }
  return found;
}

/** Whether the unit may have loaded something else from there than what is there now. */
export function mayDiffer({ marks, before = [] }: Stamp, path: string, now: string | undefined): boolean {
  return [marks, ...before].some((then) => then.get(path) !== now);
}

/** A unit that doesn't run has nothing good to go back to. */
function keepWhatRuns(unit: string, paths: readonly string[], sockets: readonly string[]): Script {
  // One of several is enough.
  return sh`
if systemctl is-active --quiet -- ${[unit, ...sockets]}; then
${keepGood(unit, paths)}
fi`;
}

/**
 * Says on the disk, before an input changes, that the unit doesn't run what will be there, and what is there: somebody
 * may have had that loaded. Were the file then as at the last load, nothing else would tell. A unit that was never
 * stamped and runs gets the marks of what it runs now. What it runs is kept, should the new not work.
 */
export function markStale(unit: string, paths: readonly string[], sockets: readonly string[] = []): Script {
  return sh`(
stamp=${stampPath(unit)}
if [ -e "$stamp" ]; then
  stale=$(grep -cx stale "$stamp") || true
  # Where it is stale and nothing is kept, a boot or somebody started the unit since, with what is on the disk.
  if [ "$stale" = 0 ] || ! ${hasGood(unit)}; then
    ${keepWhatRuns(unit, paths, sockets)}
  fi
  [ "$stale" != 0 ] || echo stale >>"$stamp"
  { echo was
    ${marks(paths)}; } >>"$stamp"
  sync "$stamp"
else
  up=
  for state in $(systemctl is-active -- ${[unit, ...sockets]} 2>/dev/null); do
    case $state in inactive | failed | unknown) ;; *) up=yes ;; esac
  done
  [ "$up" = yes ] || exit 0
  ${keepGood(unit, paths)}
  umask 077; mkdir -p ${folder}
  { ${marks(paths)}
    echo stale; } >"$stamp.new"
  sync "$stamp.new"; mv "$stamp.new" "$stamp"
fi )`;
}

/** `remember` keeps the marks of now in a variable; `write` makes them the stamp, once the unit has loaded them. */
export function stampScripts(unit: string, paths: readonly string[]): { remember: Script; write: Script } {
  const stamp = stampPath(unit);
  return {
    remember: sh`marks=$(${marks(paths)})`,
    write: sh`
( umask 077; mkdir -p ${folder}; printf '%s\n' "$marks" >${stamp}.new )
sync ${stamp}.new
mv ${stamp}.new ${stamp}`,
  };
}

/** Makes what is on the disk now the stamp: the unit runs just that. */
export function stampNow(unit: string, paths: readonly string[]): Script {
  const { remember, write } = stampScripts(unit, paths);
  return sh`${remember}
${write}`;
}
