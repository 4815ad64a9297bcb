// Runs one script on many hosts, and reports their answers.
import { limitForks } from '../lib/engine/limit-forks.js';
import type { Event, HostCounts } from '../lib/model/event.js';
import type { Host } from '../lib/model/fleet.js';
import type { Answer, Script } from '../lib/model/script.js';
import { TrueupError } from '../lib/model/trueup-error.js';
import type { EngineOptions } from '../lib/engine/engine-options.js';
import { openHost } from '../lib/engine/open-host.js';
import { outcomeOf, troubleOf } from '../lib/engine/error-outcome.js';

/** Maximum number of seconds for a command of the operator. */
const commandSeconds = 3600;

type HostDone = Extract<Event, { type: 'host.done' }>;

export interface Asking {
  readonly command: 'exec' | 'facts' | 'history';
  readonly script: Script;
  /** Converts an answer to further events. Throws if the answer isn't valid. */
  read(host: string, answer: Answer): readonly Event[];
  /** Whether an answer counts as a failure of its host. */
  failed(answer: Answer): boolean;
}

/** Reports everything as events; a host that can't be queried doesn't affect the others. */
export async function askHosts(hosts: readonly Host[], asking: Asking, engine: EngineOptions): Promise<void> {
  const { listener } = engine;
  const limit = limitForks(engine);
  listener({ type: 'run', command: asking.command, hosts: hosts.map((host) => host.name) });
  const done = await Promise.all(hosts.map((host) => limit(() => askHost(host, asking, engine))));
  const ok = done.every(({ outcome }) => outcome === 'ok');
  const counts = Object.fromEntries(done.map((one) => [one.host, one.counts]));
  listener({ type: 'summary', ok, hosts: counts });
}

async function askHost(host: Host, asking: Asking, engine: EngineOptions): Promise<HostDone> {
  const since = performance.now();
  const end = (outcome: HostDone['outcome'], error?: unknown): HostDone => {
    const trouble = error === undefined ? {} : { trouble: troubleOf(error) };
    const counts = countsOf(outcome, (performance.now() - since) / 1000);
    const event: HostDone = { type: 'host.done', host: host.name, outcome, counts, ...trouble };
    engine.listener(event);
    return event;
  };
  try {
    if (engine.stop.aborted) return end('interrupted');
    const answer = await answerOf(host, asking, engine);
    for (const event of asking.read(host.name, answer)) engine.listener(event);
    return end(asking.failed(answer) ? 'failed' : 'ok');
  } catch (error) {
    return end(outcomeOf(error), error);
  }
}

async function answerOf(host: Host, { command, script }: Asking, engine: EngineOptions): Promise<Answer> {
  const session = await openHost(host, engine);
  try {
    const options = {
      onFailure: 'go on',
      secondsFor: () => commandSeconds,
      // After a lost connection, the operator's command may still finish, unlike a query, which changes nothing.
      ...(command === 'exec' ? { secondsAlone: commandSeconds } : {}),
      signal: engine.abort,
    } as const;
    const [answer] = await session.run([script], options);
    if (answer) return answer;
    throw new TrueupError('E_PROTOCOL', `${host.name} did not answer`, { host: host.name });
  } finally {
    await session.close();
  }
}

function countsOf(outcome: HostDone['outcome'], seconds: number): HostCounts {
  const [ok, skipped] = [outcome === 'ok' ? 1 : 0, outcome === 'interrupted' ? 1 : 0];
  return { ok, changed: 0, failed: 1 - ok - skipped, skipped, seconds: Math.round(seconds * 10) / 10 };
}
