// Rows at the bottom of a terminal: what to write so that new ones take their place.
import stringWidth from 'string-width';

export class Picture {
  #rows: readonly string[] = [];

  /** Takes the rows away, puts `lines` in their place for good, and `rows` below them. */
  replace(lines: readonly string[], rows: readonly string[], columns: number): string {
    const text = [this.#erased(columns), ...[...lines, ...rows].map((line) => `${line}\n`)].join('');
    this.#rows = rows;
    return text;
  }

  /** A terminal that became narrower since has wrapped the rows: most do. */
  #erased(columns: number): string {
    const heights = this.#rows.map((row) => Math.max(1, Math.ceil(stringWidth(row) / columns)));
    const height = heights.reduce((sum, one) => sum + one, 0);
    return height === 0 ? '' : `\r\u001b[${height}A\u001b[J`;
  }
}
