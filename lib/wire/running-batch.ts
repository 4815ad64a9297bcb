// A running batch of scripts: what each of its frames means, and what to do about it.
import type { Answer, Blob, Script } from '../model/script.js';
import { BatchAnswers } from './batch-answers.js';
import { NoFrame, type Frame } from './frame-reader.js';
import type { RunOptions } from './batch-options.js';

/** What a batch needs from its session. */
export interface BatchNeeds {
  /** From now on, the next snippet must begin, or the batch end, within this time. */
  watch(secondsOnUsualHost: number): void;
  /** The host requests that many bytes; `blob` is the next one that was offered, if any. */
  send(blob: Blob | undefined, bytes: number): void;
  end(answers: readonly Answer[]): void;
}

export class RunningBatch {
  readonly #answers: BatchAnswers;
  readonly #blobs: Blob[];

  constructor(
    scripts: readonly Script[],
    private readonly options: RunOptions,
    private readonly needs: BatchNeeds,
  ) {
    this.#answers = new BatchAnswers(scripts.length);
    this.#blobs = scripts.flatMap((script) => script.blobs);
  }

  /** Throws NoFrame for a frame that an honest shell would not send now. */
  take(frame: Exclude<Frame, { kind: 'hello' }>): void {
    const { options, needs } = this;
    switch (frame.kind) {
      case 'begin':
        this.#answers.take(frame);
        needs.watch(options.secondsFor(frame.index));
        options.onBegin?.(frame.index);
        return;
      case 'notice':
        if (!options.onNotice) throw new NoFrame('a notice arrived while nothing was running', '');
        this.#answers.take(frame);
        options.onNotice(frame.index, frame.text);
        return;
      case 'out':
      case 'err': {
        const answer = this.#answers.take(frame);
        if (answer) options.onAnswer?.(frame.index, answer);
        return;
      }
      case 'receive':
        needs.send(this.#blobs.shift(), frame.bytes);
        return;
      case 'done':
        needs.end(this.#answers.answers);
    }
  }
}
