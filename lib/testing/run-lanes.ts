// Runs all tests of roles, in three lanes.
import { driftIsRepaired } from './rows/drift.js';
import { appliesNothing, applyAll, checksHold, planIsEmpty, planOnBareHost } from './rows/converge.js';
import { GoingBack } from './rows/rollback-and-prune.js';
import { killsAreMended, type Command } from './rows/interruptions.js';
import { readsAreWatched } from './rows/unwatched-files.js';
import { SecretsWatch } from './rows/leaked-secrets.js';
import { noteMaking } from '../resources/source-location.js';
import { tellingWhere } from './finding-location.js';
import { runParts, skipPart, type Part, type Row } from './report-row.js';
import type { Runs } from './stage/engine-runs.js';
import type { Effort, Subject } from './subject.js';

/** Each lane leaves its hosts in a state that the others couldn't use. */
export const laneNames = ['drift', 'kills', 'back'] as const;

export type LaneName = (typeof laneNames)[number];

/** The lanes that the effort needs. */
export function lanesFor({ points }: Pick<Effort, 'points'>): readonly LaneName[] {
  return laneNames.filter((lane) => lane !== 'kills' || points > 0);
}

/** Bare hosts, and what is tested on them. */
export interface Bare {
  readonly runs: Runs;
  readonly subject: Subject;
}

/** Where the lanes run. */
export interface Stages {
  /** Whether the lanes run at the same time, on separate hosts, or one after the other. */
  readonly together: boolean;
  /** Returns the hosts of a lane. */
  bare(lane: LaneName): Promise<Bare>;
}

export interface ProveOptions {
  /** Starts trueup: the program, and its first arguments. */
  readonly command: Command;
  readonly signal: AbortSignal;
  /** Receives each row as soon as it is available. */
  readonly tell: (row: Row) => void;
}

const kills = { id: 'kills', title: 'the next apply completes an interrupted one' } as const;

/** The order of the rows in a report. */
const order = 'plan apply empty again checks reloads drift kills rollback prune secrets'.split(' ');

/** Returns all rows, in order. */
export async function prove(
  stages: Stages,
  { command, signal, tell, points }: ProveOptions & Pick<Effort, 'points'>,
): Promise<readonly Row[]> {
  noteMaking();
  const run = async (lane: LaneName): Promise<readonly Row[]> => {
    const { runs, subject } = await stages.bare(lane);
    const parts = partsOf(lane, runs, subject, command);
    return runParts(
      parts.map((part) => tellingWhere(part, runs, subject)),
      tell,
      signal,
    );
  };
  const rows: Row[] = [];
  const lanes = lanesFor({ points });
  if (stages.together) rows.push(...(await Promise.all(lanes.map(run))).flat());
  else for (const lane of lanes) rows.push(...(await run(lane)));
  if (!lanes.includes('kills')) rows.push(skipPart(kills, 'no interruptions were requested', tell));
  return rows.sort((one, other) => order.indexOf(one.id) - order.indexOf(other.id));
}

function partsOf(lane: LaneName, runs: Runs, subject: Subject, command: Command): readonly Part[] {
  if (lane === 'drift') return driftLane(runs, subject);
  if (lane === 'back') return backLane(runs, subject);
  return [{ ...kills, run: () => killsAreMended(runs, subject, command) }];
}

function driftLane(runs: Runs, subject: Subject): readonly Part[] {
  const watch = new SecretsWatch(runs, subject.secrets);
  return [
    {
      ...{ id: 'plan', title: 'a bare host can be planned' },
      run: () => planOnBareHost(runs, subject),
    },
    {
      ...{ id: 'apply', title: 'a bare host can be applied', needs: ['plan'] },
      run: async () => {
        watch.start();
        try {
          return await applyAll(runs);
        } finally {
          await watch.stop();
        }
      },
    },
    {
      ...{ id: 'empty', title: 'nothing differs after an apply', needs: ['apply'] },
      run: () => planIsEmpty(runs),
    },
    {
      ...{ id: 'again', title: 'a second apply changes nothing', needs: ['apply'] },
      run: () => appliesNothing(runs),
    },
    {
      ...{ id: 'checks', title: 'the checks of the roles pass', needs: ['apply'] },
      run: () => checksHold(runs),
    },
    {
      ...{ id: 'reloads', title: 'a service watches the files that it reads', needs: ['apply'] },
      run: () => readsAreWatched(runs, subject),
    },
    {
      ...{ id: 'drift', title: 'tampering is detected and repaired exactly', needs: ['empty'] },
      ...(subject.tamperings === 0 && { skipped: 'no tampering was requested' }),
      run: () => driftIsRepaired(runs, subject),
    },
    {
      ...{ id: 'secrets', title: 'no secret is disclosed', needs: ['apply'] },
      run: () => watch.areSeenNowhere(),
    },
  ];
}

function backLane(runs: Runs, subject: Subject): readonly Part[] {
  const back = new GoingBack(runs, subject);
  return [
    {
      ...{ id: 'rollback', title: "a rollback restores the host's previous state" },
      run: () => back.rollsBack(),
    },
    {
      ...{ id: 'prune', title: 'undeclared resources are reported, and removed with --prune' },
      run: () => back.isPruned(),
    },
  ];
}
