// One batch of scripts while it runs: what its frames mean, and what is to be done about each.
import type { Answer, Blob, Script } from '../model/script.js';
import { BatchAnswers } from './batch-answers.js';
import { NoFrame, type Frame } from './frame-reader.js';
import type { RunOptions } from './batch-options.js';

/** What a batch asks of its session. */
export interface BatchNeeds {
  /** Something must come within this time from now on. */
  watch(secondsOnUsualHost: number): void;
  /** The host asks for that many bytes; `blob` is what is offered, if anything. */
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

  /** Throws NoFrame for one that an honest shell would not send now. */
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
