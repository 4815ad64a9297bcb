// The answers to one batch, in the only order in which a well-behaved shell sends them.
import type { Answer } from '../model/script.js';
import { NoFrame, type Frame } from './frame-reader.js';

/** For all answers of one batch together; a host that sends more is broken or hostile. */
const maxBytes = 64 * 1024 * 1024;

/** Notices of one snippet; an honest shell sends fewer. */
const maxNotices = 64;

type Told = Extract<Frame, { kind: 'begin' | 'out' | 'err' | 'notice' }>;

/** Takes frames; throws NoFrame for one that can't come now: the host runs the shell and could forge anything. */
export class BatchAnswers {
  readonly answers: Answer[] = [];
  /** The running snippet; -1 before the first. */
  current = -1;
  #half: Answer | undefined;
  #bytes = 0;
  #notices = 0;

  constructor(private readonly scripts: number) {}

  /** The answer that this frame completes. */
  take(frame: Told): Answer | undefined {
    const expected = frame.kind === 'begin' ? this.answers.length : this.current;
    const half = this.#half;
    const isNext =
      frame.kind === 'begin'
        ? this.current < this.answers.length && frame.index < this.scripts
        : (half !== undefined) === (frame.kind === 'err') && this.answers.length === this.current;
    if (frame.index !== expected || !isNext) throw new NoFrame('answers arrived out of order', '');
    if (frame.kind === 'begin') {
      this.current = frame.index;
      this.#notices = 0;
      return undefined;
    }
    if (frame.kind === 'notice') {
      this.#notices += 1;
      if (this.#notices > maxNotices) throw new NoFrame('the host sent too many notices', '');
      if (frame.text.includes('\n')) throw new NoFrame('a notice has more than one line', '');
      return undefined;
    }
    this.#bytes += frame.text.length;
    if (this.#bytes > maxBytes) throw new NoFrame("the host's answer is too long", '');
    if (frame.kind === 'out') {
      this.#half = { status: frame.status, stdout: frame.text, stderr: '' };
      return undefined;
    }
    const answer = { status: 1, stdout: '', ...half, stderr: frame.text };
    this.#half = undefined;
    this.answers.push(answer);
    return answer;
  }
}
