// Reads a probe's answer from start to end. A missing part is an error, never a "no".
import type { Answer } from '../model/script.js';

export class AnswerReader {
  #rest: string;

  /** Throws if the question failed. `about` describes it in errors. */
  constructor(
    { status, stdout }: Answer,
    private readonly about: string,
  ) {
    if (status !== 0) throw new Error(`the probe of ${about} failed with status ${status}`);
    this.#rest = stdout;
  }

  /** The part that hasn't been read yet, as an answer for another reader. */
  get remainder(): Answer {
    return { status: 0, stdout: this.#rest, stderr: '' };
  }

  /** The part that hasn't been read yet. */
  get rest(): string {
    return this.#rest;
  }

  /** The next line, without its line break. Throws if there is none. */
  line(): string {
    const end = this.#rest.indexOf('\n');
    if (end < 0) throw new Error(`the answer about ${this.about} is incomplete`);
    const line = this.#rest.slice(0, end);
    this.#rest = this.#rest.slice(end + 1);
    return line;
  }

  /** The lines before the line `mark`, which is also consumed. Throws if there is no such line. */
  linesUpTo(mark: string): readonly string[] {
    const lines: string[] = [];
    for (let line = this.line(); line !== mark; line = this.line()) lines.push(line);
    return lines;
  }

  /** Consumes the text if it comes next. */
  take(text: string): boolean {
    if (!this.#rest.startsWith(text)) return false;
    this.#rest = this.#rest.slice(text.length);
    return true;
  }
}

/** Decodes base64 to text; undefined if the bytes are not UTF-8. */
export function textOf(base64: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(base64, 'base64'));
  } catch {
    return undefined;
  }
}
