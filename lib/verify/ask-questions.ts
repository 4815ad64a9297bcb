// Many questions to many hosts and from the controller: each host's in batches, equal ones once.
import pLimit from 'p-limit';
import type { ControllerQuestion, HostQuestion } from '../model/check.js';
import type { Fleet } from '../model/fleet.js';
import type { Answer, Script } from '../model/script.js';
import type { EngineOptions } from '../plan/engine-options.js';
import { openHost } from '../plan/open-host.js';
import type { Session } from '../wire/session.js';

export type Question = HostQuestion | ControllerQuestion;

/** What a question brought: an answer, or why there is none. */
export type Outcome = { readonly answer: Answer; readonly seconds: number } | { readonly error: Error };

/** A closed port takes two seconds to prove: a host's questions are spread over this many connections. */
const connectionsPerHost = 4;
const questionsPerConnection = 4;
const questionSeconds = 30;
const controllerForks = 32;

/** Keeps the connections between rounds. */
export class Questioner {
  readonly #sessions = new Map<string, Promise<readonly Session[]>>();
  readonly #connect;
  readonly #controller = pLimit(controllerForks);

  constructor(
    private readonly fleet: Fleet,
    private readonly options: Pick<EngineOptions, 'connect' | 'listener' | 'abort' | 'forks'>,
  ) {
    this.#connect = pLimit(options.forks);
  }

  /** One outcome per question, as soon as each is there. Never rejects. */
  ask(questions: readonly Question[]): readonly Promise<Outcome>[] {
    const perHost = new Map<string, Map<string, Script>>();
    for (const question of questions) {
      if ('ask' in question) continue;
      const scripts = perHost.get(question.on) ?? new Map<string, Script>();
      perHost.set(question.on, scripts.set(question.script.text, question.script));
    }
    const answers = new Map(
      [...perHost].map(([host, scripts]) => [host, this.#askHost(host, [...scripts.values()])]),
    );
    return questions.map(async (question) => {
      try {
        if ('ask' in question) return await this.#controller(() => this.#askHere(question));
        const got = (await answers.get(question.on))?.get(question.script.text);
        return got ?? { error: new Error(`${question.on} gave no answer`) };
      } catch (error) {
        return { error: error instanceof Error ? error : new Error(String(error)) };
      }
    });
  }

  async close(): Promise<void> {
    const sessions = await Promise.allSettled(this.#sessions.values());
    await Promise.all(
      sessions
        .flatMap((each) => (each.status === 'fulfilled' ? each.value : []))
        .map((session) => session.close()),
    );
  }

  async #askHere(question: ControllerQuestion): Promise<Outcome> {
    const started = performance.now();
    const signal = AbortSignal.any([this.options.abort, AbortSignal.timeout(questionSeconds * 1000)]);
    return { answer: await question.ask(signal), seconds: (performance.now() - started) / 1000 };
  }

  async #askHost(name: string, scripts: readonly Script[]): Promise<ReadonlyMap<string, Outcome>> {
    const wanted = Math.min(connectionsPerHost, Math.ceil(scripts.length / questionsPerConnection));
    const sessions = await this.#open(name, wanted);
    this.options.listener({ type: 'host.asking', host: name, what: 'checks', questions: scripts.length });
    const outcomes = new Map<string, Outcome>();
    await Promise.all(
      sessions.map(async (session, nth) => {
        const own = scripts.filter((_, at) => at % sessions.length === nth);
        let begun = performance.now();
        await session.run(own, {
          onFailure: 'go on',
          secondsFor: () => questionSeconds,
          signal: this.options.abort,
          onBegin: () => (begun = performance.now()),
          onAnswer: (at, answer) => {
            const script = own[at];
            if (script) outcomes.set(script.text, { answer, seconds: (performance.now() - begun) / 1000 });
          },
        });
      }),
    );
    return outcomes;
  }

  /** The first round decides how many; later ones have fewer questions. */
  #open(name: string, count: number): Promise<readonly Session[]> {
    const known = this.#sessions.get(name);
    if (known) return known;
    const host = this.fleet.host(name);
    const opened = this.#connect(() =>
      Promise.all(Array.from({ length: count }, () => openHost(host, this.options))),
    );
    this.#sessions.set(name, opened);
    return opened;
  }
}
