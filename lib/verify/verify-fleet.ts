// Checks that what must be true of the selected hosts is true.
import type { Fleet, Host } from '../model/fleet.js';
import type { EngineOptions } from '../plan/engine-options.js';
import { workshopOf } from '../plan/workshop.js';
import { Questioner } from './ask-questions.js';
import { collectChecks } from './collect-checks.js';
import { judgeChecks } from './judge-checks.js';
import { runSuites, type ReporterName } from './mocha-suites.js';

export interface Verified {
  readonly checks: number;
  readonly failures: number;
}

/** Asks everything at once, reports in order. `write` takes what a reporter of ours prints. */
export async function verifyFleet(
  fleet: Fleet,
  hosts: readonly Host[],
  options: EngineOptions,
  reporter: ReporterName,
  write: (text: string) => void,
): Promise<Verified> {
  const { listener } = options;
  const subjects = collectChecks(hosts, workshopOf(fleet, options), options.only);
  const questioner = new Questioner(fleet, options);
  try {
    const verdicts = judgeChecks(subjects, questioner, options.stop);
    const failures = await runSuites(subjects, verdicts, reporter, write);
    const settled = await Promise.all(verdicts);
    for (const { subject, seconds, found } of settled) {
      const { host, role, check } = subject;
      listener({
        type: 'check.done',
        host,
        role,
        title: check.title,
        ok: found === undefined,
        seconds,
        ...(found === undefined ? {} : { found }),
      });
    }
    return { checks: subjects.length, failures };
  } finally {
    await questioner.close();
  }
}
