// Rows at the bottom of a terminal: what to write so that new ones take their place.
import stringWidth from 'string-width';

const eraseLine = '\u001b[2K';

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
    // Line by line: tmux keeps a screen that is cleared from its top down in what scrolled away.
    return height === 0 ? '' : `\r${eraseLine}${`\u001b[A${eraseLine}`.repeat(height)}`;
  }
}
