// A host's plan → lines.
import type { Event } from '../../../lib/model/event.js';
import { colour } from '../colour.js';
import { stepLines } from './change-lines.js';

/** What would change, or that nothing would. */
export function planLines(
  { host, steps }: Extract<Event, { type: 'host.planned' }>,
  { quiet, verbose, diff }: { readonly quiet: boolean; readonly verbose: boolean; readonly diff: boolean },
): readonly string[] {
  const open = steps.filter((one) => one.state !== 'same');
  const shown = (verbose ? steps : open).flatMap((one) => stepLines(one, diff));
  if (open.length > 0) return [colour.bold(host), ...shown, ''];
  return quiet ? [] : [`${colour.bold(host)}: no changes, ${steps.length} as declared`, ...shown];
}
