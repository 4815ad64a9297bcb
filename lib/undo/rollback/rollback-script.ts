// The scripts of a rollback: they restore each step's paths, run its undo script and take-ups, and check the result.
import type { RecordedStep, RunMark, TakeUp } from '../../model/record.js';
import type { Script } from '../../model/script.js';
import { join, sh } from '../../shell/sh.js';
import { isOfLedger } from '../ledger/ledger.js';
import { leaveFolders } from '../created-folders.js';
import { putBackFunctions } from '../snapshot/restore-paths.js';
import { recordsFolder } from '../history/record-paths.js';
import { recordStep } from '../history/record-step-script.js';
import type { StepToUndo, RollbackPlan } from './rollback-plan.js';

/** An existing folder stays: its contents may be another program's. A missing parent folder is recreated as root's. */
const goBack = sh`
${putBackFunctions}
go_back() {
  if [ -d "$1" ] && [ ! -L "$1" ] && [ -d "$2" ] && [ ! -L "$2" ]; then return; fi
  ( umask 022; mkdir -p -- "\${2%/*}/" ) || return
  put_back "$1" "$2"
}`;

function undo({ run, step }: StepToUndo, folder: string): Script {
  const own = `${folder}/${run}/${step.n}`;
  const paths = step.paths.flatMap((path, index) => {
    const state = step.before.get(path);
    if (state === 'missing') return [sh`take_away ${path}`];
    return state === 'kept' ? [sh`go_back ${`${own}/${index}`} ${path}`] : [];
  });
  const [script, folders] = [`${own}/undo`, `${own}/folders`];
  return join([
    ...(paths.length > 0 ? [goBack, ...paths] : []),
    ...(step.undo ? [sh`. ${script}`] : []),
    sh`
[ ! -e ${folders} ] || {
${leaveFolders}
} <${folders}`,
  ]);
}

/** A part of a rollback, reported under the name of its resource. */
export interface PartBack {
  readonly resource: string;
  readonly role: string;
  readonly what: string;
  readonly script: Script;
  /** Whether it could lock the operator out. */
  readonly wayIn: boolean;
}

/**
 * All parts in order, each recorded as a step of the rollback's own run. Parts that could lock the operator out come
 * last, so that access can be confirmed right after them.
 */
export function partsBack(way: RollbackPlan, mark: RunMark, folder = recordsFolder): readonly PartBack[] {
  let n = 0;
  const part = (
    of: Pick<RecordedStep, 'resource' | 'type' | 'role' | 'wayIn'>,
    what: string,
    more: { paths?: readonly string[]; why?: readonly string[]; takeUps?: RollbackPlan['takeUps'] },
    apply: Script,
  ): PartBack => {
    const { paths = [], why = [], takeUps = [] } = more;
    const changes = [{ verb: 'run', what } as const];
    const { resource, type, role, wayIn } = of;
    const told = {
      resource,
      type,
      role,
      n: (n += 1),
      changes,
      paths,
      undo: false,
      why,
      takeUps: takeUps.map(plain),
      ...(wayIn && { wayIn }),
    };
    const copied = takeUps.map(({ at, script }) => [`take-up.${at}`, `${folder}/${script}`] as const);
    const last = false;
    const places = paths.filter((path) => !isOfLedger(path));
    return {
      resource,
      role,
      what,
      wayIn: wayIn === true,
      script: recordStep({ told, places, stored: [], copied, apply, last }, mark, folder),
    };
  };
  const going = way.steps.filter(({ back }) => back);
  const undone = going.map((back, index) => {
    const { paths, undo: scripted } = back.step;
    const why = scripted ? ["commands that the rollback ran can't be undone"] : [];
    const takeUps = index === 0 ? way.takeUps : [];
    return part(
      back.step,
      `restore the state before ${back.run}`,
      { paths, why, takeUps },
      undo(back, folder),
    );
  });
  const taken = way.takeUps.map(({ resource, role = '', script, wayIn }) => {
    const [type = ''] = resource.split(' ');
    return part(
      { resource, type, role, ...(wayIn && { wayIn }) },
      'reload the restored state',
      {},
      sh`. ${`${folder}/${script}`}`,
    );
  });
  const parts = [...undone, ...taken];
  return [...parts.filter((one) => !one.wayIn), ...parts.filter((one) => one.wayIn)];
}

function plain({ resource, role, at, wayIn }: TakeUp): TakeUp {
  return { resource, ...(role !== undefined && { role }), at, ...(wayIn && { wayIn }) };
}

/** Prints each path that differs from its earlier state and exits with 1, or marks the records as rolled back. */
export function proveBack(way: RollbackPlan, run: string, folder = recordsFolder): Script {
  const looks = [...way.before].map(([path, before]) =>
    before === 'missing' ? sh`gone ${path}` : sh`same ${`${folder}/${before.copy}`} ${path}`,
  );
  return sh`
wrong=0
odd() { printf '%s differs from its earlier state\n' "$1" >&2; wrong=1; }
gone() { if [ -e "$1" ] || [ -L "$1" ]; then [ -d "$1" ] || odd "$1"; fi; }
same() {
  if [ -L "$1" ]; then [ "$(readlink -- "$1")" = "$(readlink -- "$2")" ] || odd "$2"; return; fi
  [ "$(stat -c %f:%u:%g -- "$1")" = "$(stat -c %f:%u:%g -- "$2" 2>/dev/null)" ] || { odd "$2"; return; }
  [ -d "$1" ] || cmp -s -- "$1" "$2" || odd "$2"
}
${join(looks)}
[ "$wrong" = 0 ] || exit 1
for record in ${way.runs.map((one) => `${folder}/${one}`)}; do
  printf '\nrolled-back %s\n' ${run} >>"$record/journal"
  sync "$record/journal"
done
[ ! -e ${`${folder}/${run}/journal`} ] || echo end >>${`${folder}/${run}/journal`}`;
}
