// Finds the word that was probably meant.

/** The candidate nearest to a misspelt word, if it differs by at most `most` letters and at most every third one. */
export function nearest(word: string, candidates: Iterable<string>, most = Infinity): string | undefined {
  const wanted = plainly(word);
  let best: string | undefined;
  let least = Math.min(Math.floor(wanted.length / 3), most) + 1;
  for (const candidate of candidates) {
    const steps = distance(wanted, plainly(candidate), least);
    if (steps < least) {
      least = steps;
      best = candidate;
    }
  }
  return best;
}

/** A hint for a word that isn't allowed: names the nearest allowed word, else all of them. */
export function hintFor(word: string, allowed: readonly string[]): string {
  const meant = nearest(word, allowed);
  if (meant !== undefined) return `Did you mean ${meant}?`;
  if (allowed.length === 0) return 'None is allowed here.';
  const shown = allowed.slice(0, 30).join(', ');
  return `Allowed: ${shown}${allowed.length > 30 ? ', …' : '.'}`;
}

function plainly(word: string): string {
  return word.slice(0, 100).toLowerCase().replaceAll('-', '_');
}

/** The number of edits (insert, delete, replace, swap neighbours) from one word to the other, but at most `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let steps = Math.min(
        at(old, column) + 1,
        at(line, column - 1) + 1,
        at(old, column - 1) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        steps = Math.min(steps, at(older, column - 2) + 1);
      }
      line.push(steps);
    }
    older = old;
    old = line;
  }
  return Math.min(limit, at(old, b.length));
}

function at(line: readonly number[], index: number): number {
  return line[index] ?? Infinity;
}
