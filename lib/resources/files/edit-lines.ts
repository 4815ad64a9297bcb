// Changes some lines of a file on the host. All other lines stay as they are, even if another program writes to the file meanwhile.
import { rulesSudo } from '../../model/access-files.js';
import type { Confirmation } from '../../model/resource.js';
import type { Script } from '../../model/script.js';
import type { Secret } from '../../model/secret.js';
import { join, sh } from '../../shell/sh.js';
import { accountsAutoRevert } from '../../undo/triggers/snapshot-auto-reverts.js';
import { placeFile } from './replace-file.js';
import { changedMeanwhile } from './shared-file.js';

/** A position in a text, given by complete lines. */
export interface Place {
  /** A complete line; the position is after its first occurrence. */
  readonly after?: string;
  /** A complete line; the position is before its next occurrence. */
  readonly before?: string;
}

export interface LinesEdit extends Place {
  readonly path: string;
  /** The lines to remove: from the first line equal to `first` to the next one equal to `last`. Defaults to none. */
  readonly old?: { readonly first: string | Secret; readonly last: string | Secret };
  /**
   * Lines to insert: in place of `old`, else directly after `after`, else directly before `before`, else at the end.
   */
  readonly text?: string | Secret;
  /** What to do if the position or the old lines can no longer be found. */
  readonly lost: 'fail' | 'leave';
  /**
   * A program and its arguments; the path of the new file is appended. The new file is put in place only if the program
   * exits with status 0.
   */
  readonly validate?: readonly string[];
}

/*
 * awk compares texts that look like numbers as numbers, so all values are turned into strings. The text is kept in
 * memory until the end; if it has no line break at its end, none is added. Status 3: the position was not found.
 */
const program = `
function at(first, text, to, i) { for (i = first; i <= to; i++) if (line[i] "" == text "") return i; return 0 }
function put(text) { printf "%s", sep; printf "%s", text; sep = "\\n" }
{ line[NR] = $0 "" }
END {
  from = 1; to = NR
  if (ENVIRON["has_after"]) { if (!(from = at(1, ENVIRON["after"], NR))) exit 3; from++ }
  if (ENVIRON["has_before"]) { if (!(to = at(from, ENVIRON["before"], NR))) exit 3; to-- }
  if (ENVIRON["has_old"]) {
    if (!(first = at(from, ENVIRON["first"], to))) exit 3
    if (!(last = at(first, ENVIRON["last"], to))) exit 3
  } else {
    first = ENVIRON["has_after"] ? from : to + 1
    last = first - 1
  }
  for (i = 1; i < first; i++) put(line[i])
  if (ENVIRON["has_text"]) put(ENVIRON["text"])
  for (i = last + 1; i <= NR; i++) put(line[i])
  if (sep != "") printf "%s", ENVIRON["ending"]
}`;

const flag = (value: unknown): string => (value === undefined ? '' : '1');

/** Replaces, inserts or removes the lines atomically; owner and mode are kept. */
export function editLines({ path, old, after, before, text, lost, validate }: LinesEdit): Script {
  const { first = '', last = '' } = old ?? {};
  const way =
    lost === 'leave'
      ? sh`[ "$status" = 0 ] || exit 0`
      : sh`[ "$status" = 0 ] || { printf '%s\n' ${changedMeanwhile(path)} >&2; exit 1; }`;
  return sh`
( if [ ! -f ${path} ] || [ -L ${path} ]; then status=3; ${way}; fi
ending=${'\n'}
if [ -s ${path} ] && [ "$(tail -c 1 -- ${path} | wc -l)" -eq 0 ]; then ending=; fi
status=0
# a command substitution would strip line breaks from the end
said=$(LC_ALL=C ending=$ending first=${first} last=${last} after=${after ?? ''} before=${before ?? ''} text=${text ?? ''} \
  has_old=${flag(old)} has_after=${flag(after)} has_before=${flag(before)} has_text=${flag(text)} \
  awk ${program} ${path} && echo .) || status=$?
[ "$status" = 0 ] || [ "$status" = 3 ] || exit "$status"
${way}
owner=$(stat -c %u:%g -- ${path}) mode=$(stat -c %a -- ${path})
${placeFile({
  path,
  owner: sh`"$owner"`,
  mode: sh`"$mode"`,
  write: sh`printf %s "\${said%.}"`,
  ...(validate && { validate: (staged) => sh`${validate} ${staged}` }),
})} )`;
}

/** A change to a file with sudo rules is reverted automatically if it locks the operator out. */
export function armedFor(path: string, script: Script): Script {
  return rulesSudo(path) ? join([accountsAutoRevert.arm, script]) : script;
}

/** The confirmation for such a change; undefined for other files. */
export function confirmationFor(path: string): Confirmation | undefined {
  return rulesSudo(path) ? accountsAutoRevert.confirmation : undefined;
}
