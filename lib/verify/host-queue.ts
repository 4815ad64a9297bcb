// The questions for one host: they are sent in batches over one connection, and identical ones are asked only once.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { HostQuestion } from '../model/check.js';
import { errorOf } from '../model/thrown-message.js';
import type { Answer, Script } from '../model/script.js';
import type { RunOptions } from '../wire/batch-options.js';
import type { Session } from '../wire/session.js';
import { answersBeside, besideEachOther, roundsOf } from './parallel-questions.js';
import type { Outcome } from './question-outcome.js';

/** The part of a host's session that questions need. */
export type Shell = Pick<Session, 'run' | 'close'>;

/** A question, without the name of its host. */
export type Question = Omit<HostQuestion, 'on'>;

interface Asked extends Question {
  readonly promise: Promise<Outcome>;
  readonly resolve: (outcome: Outcome) => void;
}

const questionSeconds = 30;

export class HostQueue {
  readonly #waiting = new Map<string, Asked>();
  #shell: Shell | undefined;
  #work: Promise<void> | undefined;
  #dead: Error | undefined;

  constructor(
    private readonly open: () => Promise<Shell>,
    private readonly onBatch: (questions: number) => void,
    private readonly signal: AbortSignal,
  ) {}

  /** Never rejects. Questions asked in one turn of the event loop, or while the connection is busy, form one batch. */
  ask(question: Question): Promise<Outcome> {
    if (this.#dead) return Promise.resolve({ error: this.#dead, seconds: 0 });
    const known = this.#waiting.get(question.script.text);
    if (known) return known.promise;
    let resolve: Asked['resolve'] = () => undefined;
    const promise = new Promise<Outcome>((done) => (resolve = done));
    this.#waiting.set(question.script.text, { ...question, promise, resolve });
    this.#begin();
    return promise;
  }

  /** Waits for the running batch, which ends a moment after its last answer. */
  async close(): Promise<void> {
    while (this.#work) await this.#work;
    await this.#shell?.close();
  }

  #begin(): void {
    this.#work ??= this.#askAll().then(() => {
      this.#work = undefined;
      if (this.#waiting.size > 0) this.#begin();
    });
  }

  async #askAll(): Promise<void> {
    await nextTurn();
    while (this.#waiting.size > 0) {
      const batch = [...this.#waiting.values()];
      this.#waiting.clear();
      for (const left of await this.#run(batch)) this.#askAgain(left);
      if (this.#dead) this.#giveUp(this.#dead, []);
    }
  }

  /** The same question may have been asked in the meantime. */
  #askAgain(left: Asked): void {
    const known = this.#waiting.get(left.script.text);
    if (known) void known.promise.then(left.resolve);
    else this.#waiting.set(left.script.text, left);
  }

  /** Returns the questions that were not started because an earlier one broke the connection. */
  async #run(batch: readonly Asked[]): Promise<readonly Asked[]> {
    const reused = this.#shell;
    const turns = turnsOf(batch);
    let since = performance.now();
    let began = Date.now();
    let running: number | undefined;
    let answered = 0;
    const seconds = (): number => (performance.now() - since) / 1000;
    const from = (turn: number): readonly Asked[] => turns.slice(turn).flat();
    try {
      const shell = (this.#shell = reused ?? (await this.open()));
      this.onBatch(batch.length);
      const options: RunOptions = {
        onFailure: 'go on',
        secondsFor: (at) => questionSeconds * roundsOf(turns[at]?.length ?? 1),
        signal: this.signal,
        onBegin: (at) => {
          running = at;
          since = performance.now();
          began = Date.now();
        },
        onAnswer: (at, answer) => {
          const ran = { from: began / 1000, until: Date.now() / 1000 };
          const turn = turns[at] ?? [];
          for (const [index, one] of answersOf(turn, answer).entries())
            turn[index]?.resolve({ answer: { ...one, ran }, seconds: seconds() });
          running = undefined;
          answered = at + 1;
        },
      };
      await shell.run(turns.map(scriptOf), options);
      return [];
    } catch (thrown) {
      await this.#shell?.close().catch(() => undefined);
      this.#shell = undefined;
      const error = errorOf(this.signal.aborted ? this.signal.reason : thrown);
      if (this.signal.aborted) return this.#giveUp(error, batch);
      if (running !== undefined) {
        for (const asked of turns[running] ?? []) asked.resolve({ error, seconds: seconds() });
        return from(running + 1);
      }
      // A connection that was kept may have died in the meantime; if a new one brings no answer, the host is given up.
      return answered > 0 || reused ? from(answered) : this.#giveUp(error, batch);
    }
  }

  #giveUp(error: Error, batch: readonly Asked[]): readonly Asked[] {
    this.#dead ??= error;
    for (const asked of [...batch, ...this.#waiting.values()]) asked.resolve({ error, seconds: 0 });
    this.#waiting.clear();
    return [];
  }
}

/** Questions that only wait for the network are asked first, together; all others are asked one by one. */
function turnsOf(batch: readonly Asked[]): readonly (readonly Asked[])[] {
  const beside = batch.filter((asked) => asked.beside);
  const others = batch.filter((asked) => !asked.beside).map((asked) => [asked]);
  return beside.length > 1 ? [beside, ...others] : [...beside.map((asked) => [asked]), ...others];
}

function scriptOf(turn: readonly Asked[]): Script {
  const scripts = turn.map(({ script }) => script);
  const [only] = scripts;
  return only && scripts.length === 1 ? only : besideEachOther(scripts);
}

function answersOf(turn: readonly Asked[], answer: Answer): readonly Answer[] {
  return turn.length === 1 ? [answer] : answersBeside(answer, turn.length);
}
