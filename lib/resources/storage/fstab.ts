// Entries of fstab(5), of which trueup changes only those that are declared.
import { Unreadable } from '../../model/resource.js';
import type { Script } from '../../model/script.js';
import { join, sh } from '../../shell/sh.js';
import { editLines } from '../files/edit-lines.js';
import { linesOf } from '../files/split-lines.js';
import { replaceFile } from '../files/replace-file.js';
import type { SharedFile } from '../files/shared-file.js';

export const fstab = '/etc/fstab';

/** Escapes the characters that fstab and the kernel write as octal numbers in a field. */
export function escapeField(text: string): string {
  return text.replaceAll(/[ \t\n\\]/g, (sign) => `\\${sign.charCodeAt(0).toString(8).padStart(3, '0')}`);
}

/** Reverses `escapeField`. */
export function unescapeField(field: string): string {
  return field.replaceAll(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));
}

/** A line that consists of these fields. */
export function entryOf(...fields: readonly (string | number)[]): string {
  return fields.map((field) => escapeField(String(field))).join(' ');
}

/** The unescaped fields of a line; none for a comment. */
export function fieldsOf(line: string): readonly string[] {
  return /^\s*(#|$)/.test(line)
    ? []
    : line
        .trim()
        .split(/[ \t]+/)
        .map(unescapeField);
}

/** The line for which `isOurs` is true; undefined if there is none. */
export function findEntry(
  { content }: SharedFile,
  about: string,
  isOurs: (fields: readonly string[]) => boolean,
): string | undefined | Unreadable {
  const found = linesOf(content).filter((line) => isOurs(fieldsOf(line)));
  if (found.length > 1) return new Unreadable(`${fstab} has ${found.length} entries for ${about}`);
  return found[0];
}

/** Replaces the old line, or appends the new one, and reloads systemd, which generates a unit for each line. */
export function putEntry(file: SharedFile, old: string | undefined, line: string): Script {
  const edit = editLines({
    path: fstab,
    ...(old !== undefined && { old: { first: old, last: old } }),
    text: line,
    lost: 'fail',
  });
  const make = file.state ? [] : [sh`[ -e ${fstab} ] || ( ${replaceFile({ path: fstab, content: '' })} )`];
  return join([...make, edit, sh`systemctl daemon-reload`]);
}

/** Removes the line or restores the previous one, unless it was changed since. */
export function dropEntry(line: string, old?: string): Script {
  const edit = editLines({
    path: fstab,
    old: { first: line, last: line },
    ...(old !== undefined && { text: old }),
    lost: 'leave',
  });
  return join([edit, sh`systemctl daemon-reload`]);
}
