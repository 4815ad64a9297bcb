// Removes the ledger entries of other resources that a step removed, so that they aren't removed again.
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';
import { ledgerFolder } from './ledger.js';

/** Runs after a step. Each of `ids` is the id of a resource or, if it ends with a space, the prefix of several. */
export function forget(ids: readonly string[], ledger = ledgerFolder): Script {
  if (ids.length === 0) return sh``;
  // An entry begins with the resource's id, as JSON.
  const beginnings = ids.map((id) => JSON.stringify({ resource: id }).slice(0, id.endsWith(' ') ? -2 : -1));
  return sh`
for entry in ${ledger}/*; do
  [ -f "$entry" ] || continue
  IFS= read -r line <"$entry" || continue
  for beginning in ${beginnings}; do
    case $line in "$beginning"*) rm -f -- "$entry" ;; esac
  done
done`;
}
