// Removes what trueup itself keeps on a host.
import type { Answer, Script } from '../../model/script.js';
import { TrueupError } from '../../model/trueup-error.js';
import { sh } from '../../shell/sh.js';
import { ledgerFolder } from './ledger.js';

/** Prints `forgotten`, or `kept` if the ledger still lists something that trueup created. */
export function forgetHost(root = '/'): Script {
  const [ledger, state, run] = [ledgerFolder, '/var/lib/trueup', '/run/trueup'].map(
    (path) => `${root}${path.slice(1)}`,
  );
  return sh`
if [ -d ${ledger ?? ''} ] && [ -n "$(ls -A ${ledger ?? ''})" ]; then echo kept
else rm -rf -- ${[state ?? '', run ?? '']}; echo forgotten
fi`;
}

/** Whether the script of `forgetHost` removed everything. Throws E_UNREADABLE if it failed. */
export function isForgotten(host: string, answer: Answer | undefined): boolean {
  if (answer?.status === 0) return answer.stdout.trim() === 'forgotten';
  throw new TrueupError('E_UNREADABLE', `${host}: trueup's records could not be removed`, {
    host,
    output: answer?.stderr.trim() ?? '',
  });
}
