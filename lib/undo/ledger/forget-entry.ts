// What a step took away of other resources isn't to be taken away again: the ledger forgets it.
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';
import { ledgerFolder } from './ledger.js';

/** Goes after a step. Each of `ids` is a resource's or, where a space ends it, the first words of several. */
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
