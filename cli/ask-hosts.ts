// One script to many hosts; what each answered.
import pLimit from 'p-limit';
import type { Host } from '../lib/model/fleet.js';
import type { Answer, Script } from '../lib/model/script.js';
import { openHost } from '../lib/plan/open-host.js';
import { Tally } from '../lib/plan/tally.js';
import { outcomeOf, troubleOf } from '../lib/plan/trouble-of.js';
import type { HostCounts, HostOutcome } from '../lib/model/event.js';
import { exitCodeOf } from './exit-code.js';
import type { Run } from './start-run.js';

/** Seconds a command of the operator's may take. */
const commandSeconds = 3600;

/** Hosts that couldn't be asked are missing in the answer; events tell why and the exit code is set. */
export async function askHosts(
  command: 'exec' | 'facts',
  { engine }: Run,
  hosts: readonly Host[],
  script: Script,
): Promise<ReadonlyMap<string, Answer>> {
  const { listener } = engine;
  const limit = pLimit(engine.forks);
  const answers = new Map<string, Answer>();
  const counts = new Map<string, HostCounts>();
  const outcomes: HostOutcome[] = [];
  listener({ type: 'run', command, hosts: hosts.map((host) => host.name) });
  const one = async (host: Host): Promise<void> => {
    const tally = new Tally();
    let outcome: HostOutcome = 'ok';
    let error: unknown;
    try {
      const session = await openHost(host, engine);
      try {
        const options = {
          onFailure: 'go on',
          secondsFor: () => commandSeconds,
          signal: engine.abort,
        } as const;
        const [answer] = await session.run([script], options);
        if (answer) {
          answers.set(host.name, answer);
          listener({ type: 'answer', host: host.name, ...answer });
        }
      } finally {
        await session.close();
      }
    } catch (thrown) {
      error = thrown;
      outcome = outcomeOf(thrown);
    }
    outcomes.push(outcome);
    counts.set(host.name, tally.counts('skipped', error !== undefined));
    const trouble = error === undefined ? {} : { trouble: troubleOf(error) };
    listener({
      type: 'host.done',
      host: host.name,
      outcome,
      counts: tally.counts('skipped', error !== undefined),
      ...trouble,
    });
  };
  await Promise.all(hosts.map((host) => limit(() => one(host))));
  const code = exitCodeOf(outcomes);
  if (code !== 0) process.exitCode = code;
  listener({ type: 'summary', ok: code === 0, hosts: Object.fromEntries(counts) });
  const inOrder = hosts.flatMap(({ name }) => {
    const answer = answers.get(name);
    return answer ? [[name, answer] as const] : [];
  });
  return new Map(inOrder);
}
