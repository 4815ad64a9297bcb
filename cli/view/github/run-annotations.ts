// The annotations of a run: one for each host with a failure, at its line in the inventory.
import { stripVTControlCharacters } from 'node:util';
import type { Trouble } from '../../../lib/model/event.js';
import type { Place } from '../../../lib/model/fleet.js';
import { closingSentence } from '../lines/closing-sentence.js';
import type { RunAccount } from '../run-summary.js';
import { plainTrouble } from '../lines/error-lines.js';
import type { Annotation } from './annotation-lines.js';

/** A host with several failed checks gets only one, because GitHub shows few. */
export function annotationsOf(
  account: RunAccount,
  placeOf: (host: string) => Place | undefined,
): readonly Annotation[] {
  const bad = account.ends.flatMap((end): readonly Annotation[] => {
    const { host, outcome, trouble } = end;
    const checks = account.failedChecksOf(host);
    if (!trouble && (checks.length === 0 || outcome === 'ok')) return [];
    const lines = [
      ...(trouble ? plainTrouble(trouble) : []),
      ...checks.map(({ title, found = '' }) => `${title}: ${found}`),
    ];
    const failed = `${checks.length} ${checks.length === 1 ? 'check' : 'checks'} failed`;
    const title = `${host}: ${trouble ? outcome : failed}`;
    const place = trouble?.place ?? placeOf(host);
    return [{ level: 'error', title, message: lines.join('\n'), ...(place && { place }) }];
  });
  return [...bad, ...wouldChange(account)];
}

/** Planned changes deserve a notice, but are not an error. */
function wouldChange({ command, ends }: RunAccount): readonly Annotation[] {
  if (command !== 'plan' || !ends.some(({ counts }) => counts.changed > 0)) return [];
  const message = stripVTControlCharacters(closingSentence(true, ends));
  return [{ level: 'notice', title: 'trueup plan', message }];
}

/** An error that ended the program. */
export function annotationOf(trouble: Trouble): Annotation {
  const { code, message, hint, place } = trouble;
  return {
    level: 'error',
    title: code,
    message: hint === undefined ? message : `${message}\n${hint}`,
    ...(place && { place }),
  };
}
