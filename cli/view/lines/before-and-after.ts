// The two sides of a change as they may be shown.
import type { Change } from '../../../lib/model/resource.js';
import { Secret } from '../../../lib/model/secret.js';
import { sanitizeLine } from '../../../lib/report/sanitize-terminal.js';

/** A value longer than this is compared line by line. */
const wide = 60;

/** `texts` if they are compared line by line; otherwise, each side on one line, if it exists. */
export type Sides =
  | { readonly texts: readonly [from: string, to: string] }
  | { readonly texts?: undefined; readonly before?: string | undefined; readonly after?: string | undefined };

/** A secret is shown as `***` and never compared. */
export function sidesOf({ from, to }: Change): Sides {
  const secret = from instanceof Secret || to instanceof Secret;
  if (!secret && [from, to].some((side) => side !== undefined && isLong(side)))
    return { texts: [from ?? '', to ?? ''] };
  return { before: shown(from), after: shown(to) };
}

function isLong(text: string): boolean {
  return text.length > wide || text.includes('\n');
}

function shown(side: string | Secret | undefined): string | undefined {
  if (side === undefined || side instanceof Secret) return side && String(side);
  return side === '' ? "''" : sanitizeLine(side);
}
