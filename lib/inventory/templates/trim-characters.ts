// Trims characters from a text.

/** The text without these characters (by default, blanks) at both ends or at one of them. */
export function trimmed(text: string, characters: string, where: 'both' | 'start' | 'end' = 'both'): string {
  const goes = (sign: string | undefined): boolean =>
    sign !== undefined && (characters === '' ? /\s/.test(sign) : characters.includes(sign));
  let [from, to] = [0, text.length];
  while (where !== 'end' && from < to && goes(text[from])) from++;
  while (where !== 'start' && to > from && goes(text[to - 1])) to--;
  return text.slice(from, to);
}
