// The questions to one host: gathered into batches over few connections, equal ones asked once.
import type { Script } from '../model/script.js';
import type { RunOptions } from '../wire/run-options.js';
import type { Session } from '../wire/session.js';
import { errorOf } from '../model/message-of.js';
import type { Outcome } from './outcome.js';

/** A shell on a host, as far as questions need one. */
export type Shell = Pick<Session, 'run' | 'close'>;

interface Asked {
  readonly script: Script;
  readonly promise: Promise<Outcome>;
  readonly resolve: (outcome: Outcome) => void;
}

/** A closed port takes two seconds to prove: many questions are spread over this many connections. */
const maxLanes = 4;
const questionsPerLane = 4;
const questionSeconds = 30;

export class HostQueue {
  readonly #waiting = new Map<string, Asked>();
  readonly #idle: Shell[] = [];
  readonly #working = new Set<Promise<void>>();
  #scheduled = false;
  #first: Promise<Shell> | undefined;
  #dead: Error | undefined;

  constructor(
    private readonly open: () => Promise<Shell>,
    private readonly onBatch: (questions: number) => void,
    private readonly signal: AbortSignal,
  ) {}

  /** Never rejects. What is asked in one turn of the event loop, and while all connections are busy, goes together. */
  ask(script: Script): Promise<Outcome> {
    if (this.#dead) return Promise.resolve({ error: this.#dead, seconds: 0 });
    const known = this.#waiting.get(script.text);
    if (known) return known.promise;
    let resolve: Asked['resolve'] = () => undefined;
    const promise = new Promise<Outcome>((done) => (resolve = done));
    this.#waiting.set(script.text, { script, promise, resolve });
    this.#schedule();
    return promise;
  }

  /** Waits for what runs: a batch ends a moment after its last answer. */
  async close(): Promise<void> {
    await Promise.all(this.#working);
    await Promise.all(this.#idle.splice(0).map((shell) => shell.close()));
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      const lanes = Math.min(maxLanes, Math.ceil(this.#waiting.size / questionsPerLane)) - this.#working.size;
      const share = Math.ceil(this.#waiting.size / Math.max(1, lanes));
      for (let lane = 0; lane < lanes; lane += 1) this.#start(share);
    });
  }

  #start(share: number): void {
    const work = this.#work(share).finally(() => this.#working.delete(work));
    this.#working.add(work);
  }

  async #work(share: number): Promise<void> {
    const batch = [...this.#waiting.values()].slice(0, share);
    for (const { script } of batch) this.#waiting.delete(script.text);
    const left = await this.#run(batch);
    for (const asked of left) this.#waiting.set(asked.script.text, asked);
    if (this.#dead) this.#giveUp(this.#dead, []);
    else if (this.#waiting.size > 0) this.#schedule();
  }

  /** Returns those that were not begun, because the one before them broke the connection. */
  async #run(batch: readonly Asked[]): Promise<readonly Asked[]> {
    const reused = this.#idle.pop();
    let since = performance.now();
    let began = Date.now();
    let running: number | undefined;
    let answered = 0;
    const seconds = (): number => (performance.now() - since) / 1000;
    try {
      const shell = reused ?? (await this.#connect());
      this.onBatch(batch.length);
      const options: RunOptions = {
        onFailure: 'go on',
        secondsFor: () => questionSeconds,
        signal: this.signal,
        onBegin: (at) => {
          running = at;
          since = performance.now();
          began = Date.now();
        },
        onAnswer: (at, answer) => {
          const ran = { from: began / 1000, until: Date.now() / 1000 };
          batch[at]?.resolve({ answer: { ...answer, ran }, seconds: seconds() });
          running = undefined;
          answered = at + 1;
        },
      };
      try {
        await shell.run(
          batch.map(({ script }) => script),
          options,
        );
      } catch (error) {
        await shell.close().catch(() => undefined);
        throw error;
      }
      this.#idle.push(shell);
      return [];
    } catch (thrown) {
      const error = errorOf(this.signal.aborted ? this.signal.reason : thrown);
      if (this.signal.aborted) return this.#giveUp(error, batch);
      if (running !== undefined) {
        batch[running]?.resolve({ error, seconds: seconds() });
        return batch.slice(running + 1);
      }
      // A connection that was kept may have died meanwhile; a new one that brings nothing is the host's last word.
      return answered > 0 || reused ? batch.slice(answered) : this.#giveUp(error, batch);
    }
  }

  /** Nobody knocks four times at a door that may be locked: the others wait for the first. */
  async #connect(): Promise<Shell> {
    if (!this.#first) return (this.#first = this.open());
    await this.#first;
    return this.open();
  }

  #giveUp(error: Error, batch: readonly Asked[]): readonly Asked[] {
    this.#dead ??= error;
    for (const asked of [...batch, ...this.#waiting.values()]) asked.resolve({ error, seconds: 0 });
    this.#waiting.clear();
    return [];
  }
}
