// All that is tried of roles, in three lanes at once: each breaks its hosts in a way that the others couldn't use.
import { driftIsRepaired } from './rows/drift.js';
import { appliesNothing, applyAll, checksHold, planIsEmpty, planOnBareHost } from './rows/converges.js';
import { GoingBack } from './rows/going-back.js';
import { killsAreMended, type Command } from './rows/kills.js';
import { readsAreWatched } from './rows/reloads.js';
import { SecretsWatch } from './rows/secrets.js';
import { runParts, type Part, type Row } from './row.js';
import type { Runs } from './stage/runs.js';
import type { Subject } from './subject.js';

/** Bare hosts for each lane: three times the same inventory. */
export interface Lanes {
  readonly drift: Runs;
  readonly kills: Runs;
  readonly back: Runs;
}

export interface ProveOptions {
  /** Runs trueup: the program, and its first words. */
  readonly command: Command;
  readonly signal: AbortSignal;
  /** Given each row as soon as it is there. */
  readonly tell: (row: Row) => void;
}

/** In the order in which a person asks. */
const order = 'plan apply empty again checks reloads drift kills rollback prune secrets'.split(' ');

/** Every row, in order. */
export async function prove(lanes: Lanes, subject: Subject, options: ProveOptions): Promise<readonly Row[]> {
  const { command, signal, tell } = options;
  const parts = [
    driftLane(lanes.drift, subject),
    [
      {
        id: 'kills',
        title: 'an apply that is interrupted is finished by the next one',
        run: () => killsAreMended(lanes.kills, subject, command),
      },
    ],
    backLane(lanes.back, subject),
  ] satisfies readonly (readonly Part[])[];
  const rows = await Promise.all(parts.map((lane) => runParts(lane, tell, signal)));
  return rows.flat().sort((one, other) => order.indexOf(one.id) - order.indexOf(other.id));
}

function driftLane(runs: Runs, subject: Subject): readonly Part[] {
  const watch = new SecretsWatch(runs, subject.secrets);
  return [
    {
      ...{ id: 'plan', title: 'a bare host can be planned', needed: true },
      run: () => planOnBareHost(runs, subject),
    },
    {
      ...{ id: 'apply', title: 'a bare host can be applied', needed: true },
      run: async () => {
        watch.start();
        return applyAll(runs).finally(() => watch.stop());
      },
    },
    {
      ...{ id: 'empty', title: 'nothing differs then', needed: true },
      run: () => planIsEmpty(runs),
    },
    { id: 'again', title: 'a second apply changes nothing', run: () => appliesNothing(runs) },
    { id: 'checks', title: 'what the roles check holds', run: () => checksHold(runs) },
    {
      ...{ id: 'reloads', title: 'a service watches the files that it reads' },
      run: () => readsAreWatched(runs, subject),
    },
    {
      ...{ id: 'drift', title: 'what is tampered with is named and repaired exactly' },
      run: () => driftIsRepaired(runs, subject),
    },
    { id: 'secrets', title: 'secrets are seen nowhere', run: () => watch.areSeenNowhere() },
  ];
}

function backLane(runs: Runs, subject: Subject): readonly Part[] {
  const back = new GoingBack(runs, subject);
  return [
    {
      ...{ id: 'rollback', title: 'a rollback brings the host back to what it was', needed: true },
      run: () => back.rollsBack(),
    },
    {
      ...{ id: 'prune', title: 'what is no longer declared is named, and goes with --prune' },
      run: () => back.isPruned(),
    },
  ];
}
