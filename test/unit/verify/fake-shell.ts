// A host in memory: answers scripts by their text, and breaks where it is told to.
import { TrueupError } from '../../../lib/model/trueup-error.js';
import type { ErrorCode } from '../../../lib/model/error-codes.js';
import type { Answer } from '../../../lib/model/script.js';
import { settlingQuestion } from '../../../lib/verify/retry-while-settling.js';
import type { Shell } from '../../../lib/verify/host-queue.js';

/** An answer's stdout, or the code of the error that ends the connection while the script runs. */
export type Reply = string;

export class FakeHost {
  /** The texts of each batch, in the order in which they came. */
  readonly batches: (readonly string[])[] = [];
  opened = 0;
  closed = 0;
  running = 0;

  constructor(
    /** Asked for each script that runs, with how often the script ran before. */
    private readonly reply: (text: string, times: number) => Reply,
    private readonly refuses?: ErrorCode,
    /** Neither booted nor changed a moment ago. */
    private readonly settled = false,
    private readonly name = '',
  ) {}

  readonly #times = new Map<string, number>();

  async open(): Promise<Shell> {
    await Promise.resolve();
    if (this.refuses) throw new TrueupError(this.refuses, 'no way in', { host: this.name });
    this.opened += 1;
    let broken = false;
    return {
      run: async (scripts, options) => {
        if (broken) throw new TrueupError('E_INTERNAL', 'a broken shell was used again');
        const texts = scripts.map(({ text }) => text).filter((text) => text !== settlingQuestion.text);
        if (texts.length > 0) this.batches.push(texts);
        this.running += 1;
        const answers: Answer[] = [];
        try {
          for (const [at, { text }] of scripts.entries()) {
            await new Promise((resolve) => setTimeout(resolve, 2));
            if (options.signal.aborted) throw new TrueupError('E_INTERRUPTED', 'stopped');
            options.onBegin?.(at);
            const answer = this.#answer(text);
            answers.push(answer);
            options.onAnswer?.(at, answer);
          }
          // The end of a batch comes in a frame of its own.
          await new Promise((resolve) => setTimeout(resolve, 5));
        } catch (error) {
          broken = true;
          throw error;
        } finally {
          this.running -= 1;
        }
        return answers;
      },
      close: () => {
        this.closed += 1;
        return Promise.resolve();
      },
    };
  }

  #answer(text: string): Answer {
    if (text === settlingQuestion.text) return { status: this.settled ? 1 : 0, stdout: '', stderr: '' };
    const times = this.#times.get(text) ?? 0;
    this.#times.set(text, times + 1);
    const reply = this.reply(text, times);
    if (reply.startsWith('E_')) throw new TrueupError(reply as ErrorCode, `${text} broke it`);
    return { status: 0, stdout: reply, stderr: '' };
  }
}
