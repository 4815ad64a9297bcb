// Finds doubts about values that are used.
import type { Place } from '../../model/fleet.js';
import type { Doubt, Raw } from './raw-value.js';

/** All doubts about the value and the values in it, in the order written. */
export function doubtsIn(written: Raw): readonly Doubt[] {
  switch (written.kind) {
    case 'scalar':
      return written.doubt ? [written.doubt] : [];
    case 'sealed':
      return [unsound(written.text, written.place) ?? []].flat();
    case 'list':
      return written.items.flatMap(doubtsIn);
    case 'map':
      return [...written.entries.values()].flatMap(({ value, doubt }) => [
        ...(doubt ? [doubt] : []),
        ...doubtsIn(value),
      ]);
  }
}

/** The doubt about a text that can't be a shell argument, or can't be written as UTF-8. */
export function unsound(text: unknown, place: Place): Doubt | undefined {
  if (typeof text !== 'string') return undefined;
  if (text.includes('\0'))
    return { message: 'a value contains a NUL character, which is not allowed in a shell argument', place };
  if (/\p{Surrogate}/u.test(text)) {
    return { message: 'a value contains a lone surrogate, which is not valid Unicode', place };
  }
  return undefined;
}
