// A record on the host of the configuration that a unit loaded last.
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';
import { hasGood, keepGood } from '../../undo/triggers/last-good-config.js';

/** Marks of inputs by path, and whether an input was changed since then without the unit loading it. */
export interface Stamp {
  readonly marks: ReadonlyMap<string, string>;
  readonly stale: boolean;
  /**
   * The marks from before each change of an input: the unit may have loaded that version in the meantime, unnoticed.
   */
  readonly before?: readonly ReadonlyMap<string, string>[];
}

const folder = '/var/lib/trueup/stamps';

/** Path of a unit's stamp. */
export function stampPath(unit: string): string {
  return `${folder}/${unit}`;
}

/**
 * Prints a mark for each path: its SHA-256, and the target if it is a link. A missing file has no mark. The probe, the
 * warning and the apply all use this script, so that they can't disagree.
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

/** Parses the output of `marks`, whether current or from a stamp. */
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

/** Whether the unit may have loaded something other than the current content of the path. */
export function mayDiffer({ marks, before = [] }: Stamp, path: string, now: string | undefined): boolean {
  return [marks, ...before].some((then) => then.get(path) !== now);
}

/** Only a running unit has a working configuration to go back to. */
function keepWhatRuns(unit: string, paths: readonly string[], sockets: readonly string[]): Script {
  // It is enough that one of them is active.
  return sh`
if systemctl is-active --quiet -- ${[unit, ...sockets]}; then
${keepGood(unit, paths)}
fi`;
}

/**
 * Records on disk, before an input changes, that the unit won't have loaded the new version, and adds the marks of the
 * current one, which may have been loaded by other means. If the new version equals the last one that trueup loaded,
 * only this record shows the difference. A running unit without a stamp gets the marks of the current files. The
 * current configuration is kept in case the new one doesn't work.
 */
export function markStale(unit: string, paths: readonly string[], sockets: readonly string[] = []): Script {
  return sh`(
stamp=${stampPath(unit)}
if [ -e "$stamp" ]; then
  stale=$(grep -cx stale "$stamp") || true
  # If it is stale and nothing is kept, the unit has been started since then, with the files on disk.
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

/**
 * `remember` keeps the current marks in a variable; `write` saves them as the stamp once the unit has loaded the files.
 */
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

/** Saves the marks of the files on disk as the stamp, because the unit runs exactly these. */
export function stampNow(unit: string, paths: readonly string[]): Script {
  const { remember, write } = stampScripts(unit, paths);
  return sh`${remember}
${write}`;
}
