// Reads a probe's answer from its start to its end; what is missing is never taken for "no".
import type { Answer } from '../model/script.js';

export class AnswerReader {
  #rest: string;

  /** Throws where the question failed. `about` names it in errors. */
  constructor(
    { status, stdout }: Answer,
    private readonly about: string,
  ) {
    if (status !== 0) throw new Error(`the probe of ${about} failed with status ${status}`);
    this.#rest = stdout;
  }

  /** What wasn't read yet, as an answer for another reader. */
  get remainder(): Answer {
    return { status: 0, stdout: this.#rest, stderr: '' };
  }

  /** All that wasn't read yet. */
  get rest(): string {
    return this.#rest;
  }

  /** The next line, without its end. Throws where there is none. */
  line(): string {
    const end = this.#rest.indexOf('\n');
    if (end < 0) throw new Error(`the answer about ${this.about} is incomplete`);
    const line = this.#rest.slice(0, end);
    this.#rest = this.#rest.slice(end + 1);
    return line;
  }

  /** The lines before the one that is `mark`, which is taken too. Throws where it never comes. */
  linesUpTo(mark: string): readonly string[] {
    const lines: string[] = [];
    for (let line = this.line(); line !== mark; line = this.line()) lines.push(line);
    return lines;
  }

  /** Takes the text if it comes next. */
  take(text: string): boolean {
    if (!this.#rest.startsWith(text)) return false;
    this.#rest = this.#rest.slice(text.length);
    return true;
  }
}

/** Text that came as base64; undefined where its bytes are no UTF-8. */
export function textOf(base64: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(base64, 'base64'));
  } catch {
    return undefined;
  }
}
