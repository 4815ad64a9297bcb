// Runs the checks of the selected hosts.
import { setMaxListeners } from 'node:events';
import type { HostOutcome, Listener } from '../model/event.js';
import type { Fleet, Host } from '../model/fleet.js';
import type { EngineOptions } from '../engine/engine-options.js';
import { redactFor } from '../engine/secrets-to-redact.js';
import { openHost } from '../engine/open-host.js';
import { troubleOf } from '../engine/error-outcome.js';
import { compileContextOf } from '../engine/compile-context.js';
import { TrueupError } from '../model/trueup-error.js';
import type { Redact } from '../report/redact.js';
import { countChecks } from '../report/count-checks.js';
import { collectChecks, type Subject } from './collect-checks.js';
import type { Shell } from './host-queue.js';
import { judgeChecks, type Verdict } from './judge-checks.js';
import { isInterrupted, isUnreachable } from './question-outcome.js';
import { Questioner } from './ask-questions.js';

export interface VerifyOptions extends EngineOptions {
  /** Reports the verdicts as they arrive; resolves when all have been reported. */
  readonly report: (verdicts: readonly Promise<Verdict>[], subjects: readonly Subject[]) => Promise<void>;
  /** Opens a shell on a host. Defaults to SSH. */
  readonly open?: (host: string) => Promise<Shell>;
}

/**
 * Asks all questions at once. `hosts` limits what the checks are about; other hosts are queried if a check needs them.
 * The outcome of a host is `unreachable` if its only problem is that a host could not be reached.
 */
export async function verifyFleet(
  fleet: Fleet,
  hosts: readonly Host[],
  options: VerifyOptions,
): Promise<boolean> {
  const { abort, stop, listener } = options;
  const redact = redactFor(fleet, options);
  const names = hosts.map((host) => host.name);
  const subjects = collectChecks(hosts, compileContextOf(fleet, options), options.only);
  listener({ type: 'run', command: 'verify', hosts: names });
  // Questions change nothing, so a run may be stopped in the middle of one.
  const signal = AbortSignal.any([stop, abort]);
  setMaxListeners(0, signal);
  const questioner = new Questioner({
    forks: options.forks,
    open: options.open ?? ((name) => openHost(fleet.host(name), { ...options, listener, abort: signal })),
    onBatch: (host, questions) => {
      listener({ type: 'host.asking', host, what: 'checks', questions });
    },
    signal,
  });
  try {
    const verdicts = judgeChecks(subjects, questioner, signal).map(async (verdict) => {
      const said = redacted(await verdict, redact);
      tell(said, listener);
      return said;
    });
    await options.report(verdicts, subjects);
    return conclude(names, await Promise.all(verdicts), listener);
  } finally {
    await questioner.close();
  }
}

function redacted(verdict: Verdict, redact: Redact): Verdict {
  const { found, cause } = verdict;
  if (found === undefined) return verdict;
  return { ...verdict, found: redact(found), ...(cause !== undefined && { cause: redact(cause) }) };
}

function tell({ subject: { host, role, check }, seconds, found }: Verdict, listener: Listener): void {
  const base = {
    type: 'check.done',
    host,
    role,
    title: check.title,
    ok: found === undefined,
    seconds,
  } as const;
  listener(found === undefined ? base : { ...base, found });
}

/** Reports the outcome of each host, then that of the run. */
function conclude(hosts: readonly string[], verdicts: readonly Verdict[], listener: Listener): boolean {
  const results = verdicts.map(({ subject, seconds, found }) => {
    return { host: subject.host, ok: found === undefined, seconds };
  });
  const counts = countChecks(hosts, results);
  const ends = hosts.map((host) => endOf(host, verdicts));
  for (const { host, outcome, error } of ends) {
    // The unreachable host itself reports the error; hosts that only need it have nothing to add.
    const owner =
      ends.find((end) => end.error === error && isOf(end.error, end.host)) ??
      ends.find((end) => end.error === error);
    listener({
      type: 'host.done',
      host,
      outcome,
      counts: counts[host] ?? { ok: 0, changed: 0, failed: 0, skipped: 0, seconds: 0 },
      ...(error && owner?.host === host ? { trouble: troubleOf(error) } : {}),
    });
  }
  const ok = results.every((result) => result.ok);
  listener({ type: 'summary', ok, hosts: counts });
  return ok;
}

interface End {
  readonly host: string;
  readonly outcome: HostOutcome;
  /** Why this host, or a host that it needs, is unreachable. */
  readonly error?: Error | undefined;
}

function endOf(host: string, verdicts: readonly Verdict[]): End {
  const failed = verdicts.filter(({ subject, found }) => subject.host === host && found !== undefined);
  const outcome = outcomeOf(failed);
  if (outcome !== 'unreachable') return { host, outcome };
  const errors = failed.map(({ error }) => error);
  return { host, outcome, error: errors.find((error) => isOf(error, host)) ?? errors[0] };
}

function isOf(error: Error | undefined, host: string): boolean {
  return error instanceof TrueupError && error.host === host;
}

function outcomeOf(failed: readonly Verdict[]): HostOutcome {
  if (failed.length === 0) return 'ok';
  if (failed.some(({ error }) => error && isInterrupted(error))) return 'interrupted';
  return failed.every(({ error }) => error && isUnreachable(error)) ? 'unreachable' : 'failed';
}
