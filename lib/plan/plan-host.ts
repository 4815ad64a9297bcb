// The first half of the loop: a host's facts, its declared state, and the difference. Changes nothing.
import { compileHost, type Declared } from '../compile/compile-host.js';
import type { CompileContext } from '../compile/role-scope.js';
import type { Facts } from '../model/facts.js';
import type { Host } from '../model/fleet.js';
import { paceOf, shellTimeoutOf } from '../model/host-timeouts.js';
import type { Precondition } from '../model/role.js';
import type { RunRecord } from '../model/record.js';
import type { Answer } from '../model/script.js';
import { ledgerQuestion, readLedger, type LedgerEntry } from '../undo/ledger/ledger.js';
import { readRecords } from '../undo/history/read-records.js';
import { openRecordsQuestion } from '../undo/history/ask-records.js';
import { preconditionsOf, refuseUnmet } from './preconditions.js';
import { platformNotice } from '../platform/platform-notice.js';
import { join } from '../shell/sh.js';
import type { Session } from '../wire/session.js';
import { probeHost } from './probe-host.js';
import { clockNotice } from './clock-notice.js';
import { waitForCloudInit } from './wait-for-cloud-init.js';
import { diffHost, shown, type PlannedStep } from './diff-host.js';
import type { EngineOptions } from '../engine/engine-options.js';
import { factsQuestion } from './facts-question.js';
import { readFacts } from './read-facts.js';
import type { Machines } from './same-machine.js';
import { orphansOf } from './find-orphans.js';
import { readinessQuestion } from './readiness-question.js';
import { readReadiness, type Readiness } from './readiness.js';

/** A host's facts and declared resources, and whether it can be changed. */
export interface Survey {
  readonly facts: Facts;
  readonly declared: readonly Declared[];
  /** Runs that were interrupted or are still running. */
  readonly open: readonly RunRecord[];
  /** Whether the host can take changes. */
  readonly readiness: Readiness;
}

/** What the hosts of a run share while they are surveyed. */
export interface SurveyContext {
  readonly context: CompileContext;
  readonly machines: Machines;
}

/** Queries the facts, again after waiting for cloud-init, and compiles. Throws E_INPUT for a machine with two names. */
export async function declare(
  session: Session,
  host: Host,
  { context, machines }: SurveyContext,
  options: EngineOptions,
): Promise<Survey> {
  const conditions = preconditionsOf(host, context, options.only);
  const first = await askFirst(session, host, conditions, options);
  const waited =
    first.facts.cloudInit?.running === true &&
    !isOnItself(first.facts) &&
    (await waitForCloudInit(session, host, options));
  const { ledger, conditioned, ...answers } = waited
    ? await askFirst(session, host, conditions, options)
    : first;
  const { facts } = answers;
  machines.claim(host.name, facts);
  for (const text of [platformNotice(host.name, facts), clockNotice(host.name, facts)])
    if (text !== undefined) options.listener({ type: 'notice', host: host.name, text });
  refuseUnmet(host.name, conditions, conditioned);
  const declared = await compileHost(host, facts, context, options.only);
  return { ...answers, declared: [...declared, ...orphansOf(host.name, ledger, declared, options)] };
}

/** Whether the run connects from the host itself: if cloud-init started it, it would wait for its own end. */
function isOnItself({ client, interfaces }: Facts): boolean {
  return client !== undefined && interfaces.some(({ addresses }) => addresses.includes(client));
}

interface FirstAnswers extends Omit<Survey, 'declared'> {
  readonly ledger: readonly LedgerEntry[];
  /** The answers to the questions of the preconditions, in order. */
  readonly conditioned: readonly Answer[];
}

async function askFirst(
  session: Session,
  host: Host,
  conditions: readonly Precondition[],
  options: EngineOptions,
): Promise<FirstAnswers> {
  options.listener({ type: 'host.asking', host: host.name, what: 'facts', questions: 1 });
  const [answer, left, entered, ...conditioned] = await session.run(
    [
      join([factsQuestion, readinessQuestion]),
      openRecordsQuestion(),
      ledgerQuestion(),
      ...conditions.map(({ question }) => question),
    ],
    {
      onFailure: 'go on',
      // As much time as its shell had to start.
      secondsFor: () => shellTimeoutOf(host.connection) / paceOf(host.connection),
      signal: options.abort,
    },
  );
  const told = answer ?? { status: 1, stdout: '', stderr: 'no answer' };
  return {
    facts: readFacts(host.name, told),
    readiness: readReadiness(told),
    open: left ? readRecords(host.name, left) : [],
    conditioned,
    ledger: entered ? readLedger(host.name, entered) : [],
  };
}

/** Probes the host and computes the differences. `pass` counts from 1. */
export async function compare(
  session: Session,
  host: Host,
  declared: readonly Declared[],
  pass: number,
  options: EngineOptions,
): Promise<readonly PlannedStep[]> {
  options.listener({ type: 'host.asking', host: host.name, what: 'state', questions: declared.length });
  const haves = await probeHost(session, declared, options.abort);
  const steps = diffHost(host.name, declared, haves);
  options.listener({ type: 'host.planned', host: host.name, pass, steps: steps.map(shown) });
  return steps;
}
