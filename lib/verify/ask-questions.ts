// Distributes questions: to hosts in batches, to the controller a few at a time.
import pLimit from 'p-limit';
import { limitForks } from '../engine/limit-forks.js';
import type { ControllerQuestion, HostQuestion } from '../model/check.js';
import { paceOf, slowHostHint, type HostTimeout } from '../model/host-timeouts.js';
import { TrueupError } from '../model/trueup-error.js';
import { whenAborted } from '../model/when-aborted.js';
import { HostQueue, type Shell } from './host-queue.js';
import { errorOf } from '../model/thrown-message.js';
import type { Outcome } from './question-outcome.js';

export interface QuestionerOptions {
  /** Maximum number of hosts to connect to at a time. */
  readonly forks: number;
  /** Opens a shell on the host of that name. */
  readonly open: (host: string) => Promise<Shell>;
  /** Called when a batch is sent to a host. */
  readonly onBatch: (host: string, questions: number) => void;
  /** Aborts all questions. */
  readonly signal: AbortSignal;
}

const controllerForks = 32;
const controllerSeconds = 30;

/** Keeps its connections until it is closed. */
export class Questioner {
  readonly #queues = new Map<string, HostQueue>();
  readonly #connecting;
  readonly #controller = pLimit(controllerForks);

  constructor(private readonly options: QuestionerOptions) {
    this.#connecting = limitForks(options);
  }

  /** Never rejects. `host` is the host that the question is about: its timeout also applies on the controller. */
  ask(question: HostQuestion | ControllerQuestion, host: HostTimeout): Promise<Outcome> {
    if ('ask' in question) return this.#controller(() => this.#askHere(question, host));
    return this.askHost(question);
  }

  /** Never rejects. */
  askHost({ on, ...question }: HostQuestion): Promise<Outcome> {
    return this.#queueOf(on).ask(question);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.close()));
  }

  #queueOf(host: string): HostQueue {
    const known = this.#queues.get(host);
    if (known) return known;
    const { open, onBatch, signal } = this.options;
    const queue = new HostQueue(
      () => this.#connecting(() => open(host)),
      (questions) => {
        onBatch(host, questions);
      },
      signal,
    );
    this.#queues.set(host, queue);
    return queue;
  }

  /** A question that ignores its signal is abandoned once its time limit is exceeded. */
  async #askHere(question: ControllerQuestion, host: HostTimeout): Promise<Outcome> {
    const since = performance.now();
    const seconds = (): number => (performance.now() - since) / 1000;
    const most = controllerSeconds * paceOf(host);
    const late = AbortSignal.timeout(most * 1000);
    const ended = AbortSignal.any([this.options.signal, late]);
    const reason = (): Error =>
      late.aborted
        ? new TrueupError('E_TIMEOUT', `no answer within ${most} s`, { hint: slowHostHint(host) })
        : errorOf(this.options.signal.reason);
    try {
      if (ended.aborted) throw reason();
      const out = new Promise<never>((_, reject) => {
        whenAborted(ended, () => {
          reject(reason());
        });
      });
      return { answer: await Promise.race([question.ask(ended, host), out]), seconds: seconds() };
    } catch (thrown) {
      return { error: ended.aborted ? reason() : errorOf(thrown), seconds: seconds() };
    }
  }
}
