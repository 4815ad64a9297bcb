// Visits at a steady rate, however long each takes: those who come don't wait for those who are there.
import type { Answer } from './answer.js';
import { figuresOf, type Figures } from './figures.js';
import type { Visitor } from './visitor.js';

export class Load {
  readonly #answers: Answer[] = [];
  readonly #pending = new Set<Promise<void>>();
  readonly #began = performance.now();
  #sent = 0;
  #timer: NodeJS.Timeout | undefined;

  /** Begins at once. */
  constructor(
    readonly perSecond: number,
    readonly visitor: Visitor,
  ) {
    this.#next();
  }

  /** Whether visitors were served in the last second, and all who came in it. */
  get isWell(): boolean {
    const since = this.#now() - 1000;
    const last = this.#answers.filter(({ endedMs }) => endedMs > since);
    const served = last.some(({ failure }) => failure === undefined);
    return served && last.every(({ failure, startedMs }) => failure === undefined || startedMs < since);
  }

  /** No more visits; waits for what is on its way. */
  async stop(): Promise<Figures> {
    const endMs = this.#now();
    clearTimeout(this.#timer);
    await Promise.all(this.#pending);
    return figuresOf(this.#answers, endMs);
  }

  #now(): number {
    return performance.now() - this.#began;
  }

  #next(): void {
    const one = this.#visit().finally(() => this.#pending.delete(one));
    this.#pending.add(one);
    this.#sent += 1;
    const due = (this.#sent * 1000) / this.perSecond;
    this.#timer = setTimeout(
      () => {
        this.#next();
      },
      Math.max(0, due - this.#now()),
    );
  }

  async #visit(): Promise<void> {
    const startedMs = this.#now();
    const { failure, resent } = await this.visitor();
    const answer = { startedMs, endedMs: this.#now(), resent };
    this.#answers.push(failure === undefined ? answer : { ...answer, failure });
  }
}
