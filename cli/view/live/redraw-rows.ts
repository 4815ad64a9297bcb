// Rows at the bottom of a terminal: what to write so that new ones take their place.
import stringWidth from 'string-width';

const eraseLine = '\u001b[2K';

export class Picture {
  #rows: readonly string[] = [];

  /** Erases the rows, prints `lines` permanently in their place, and `rows` below them. */
  replace(lines: readonly string[], rows: readonly string[], columns: number): string {
    const text = [this.#erased(columns), ...[...lines, ...rows].map((line) => `${line}\n`)].join('');
    this.#rows = rows;
    return text;
  }

  /** If the terminal has become narrower since then, it has wrapped the rows, as most terminals do. */
  #erased(columns: number): string {
    const heights = this.#rows.map((row) => Math.max(1, Math.ceil(stringWidth(row) / columns)));
    const height = heights.reduce((sum, one) => sum + one, 0);
    // Line by line, because tmux puts a screen that is cleared starting at its top into the scrollback.
    return height === 0 ? '' : `\r${eraseLine}${`\u001b[A${eraseLine}`.repeat(height)}`;
  }
}
