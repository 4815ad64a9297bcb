// The scripts of a rollback: a step's paths and its own undoing, what takes it up, and the proof.
import type { RecordedStep, RunMark, TakeUp } from '../../model/record.js';
import type { Script } from '../../model/script.js';
import { renameOver } from '../../shell/rename.js';
import { join, sh } from '../../shell/sh.js';
import { recordsFolder } from './record-paths.js';
import { recordStep } from './record-step.js';
import type { StepToUndo, RollbackPlan } from './rollback-plan.js';

/** The name of the stand-in beside its place. A dot file, so that no `*.conf` takes it in. */
const staged = '.trueup-back';

/*
 * A file goes through an open descriptor under noclobber (O_EXCL): in a folder that a user owns, names may turn into
 * links at any moment.
 */
const putBack = sh`
put_back() {
  folder=\${2%/*} next=\${2%/*}/${staged}
  if [ ! -d "$folder/" ]; then printf 'the folder %s is missing\n' "$folder" >&2; exit 1; fi
  if [ -d "$2" ] && [ ! -L "$2" ]; then
    if [ -d "$1" ] && [ ! -L "$1" ]; then return 0; fi
    printf '%s is a directory by now\n' "$2" >&2; exit 1
  fi
  rm -rf -- "$next"
  if [ -f "$1" ] && [ ! -L "$1" ]; then
    set -C; exec 3>"$next"; set +C
    chown -- "$(stat -c %u:%g -- "$1")" /proc/self/fd/3
    chmod -- "$(stat -c %a -- "$1")" /proc/self/fd/3
    cat -- "$1" >&3
    sync /proc/self/fd/3
    exec 3>&-
  else cp -a -- "$1" "$next"; fi
  ${renameOver(sh`"$next"`, sh`"$2"`)}
}
take_away() {
  if [ -d "$1" ] && [ ! -L "$1" ]; then rmdir -- "$1" || :; else rm -f -- "$1"; fi
}`;

function undo({ run, step }: StepToUndo, folder: string): Script {
  const own = `${folder}/${run}/${step.n}`;
  const paths = step.paths.flatMap((path, index) => {
    const state = step.before.get(path);
    if (state === 'missing') return [sh`take_away ${path}`];
    return state === 'kept' ? [sh`put_back ${`${own}/${index}`} ${path}`] : [];
  });
  const script = `${own}/undo`;
  return join([...(paths.length > 0 ? [putBack] : []), ...paths, ...(step.undo ? [sh`. ${script}`] : [])]);
}

/** A part of a rollback under the name of its resource. */
export interface PartBack {
  readonly resource: string;
  readonly role: string;
  readonly what: string;
  readonly script: Script;
  /** It may keep the operator out. */
  readonly wayIn: boolean;
}

/**
 * All of it in order, each part recorded as a step of the rollback's own run. What may keep the operator out comes last,
 * so that it can be proved at once.
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
    return {
      resource,
      role,
      what,
      wayIn: wayIn === true,
      script: recordStep({ told, stored: [], copied, apply, last }, mark, folder),
    };
  };
  const going = way.steps.filter(({ back }) => back);
  const undone = going.map((back, index) => {
    const { paths, undo: scripted } = back.step;
    const why = scripted ? ['commands that took something back are not taken back themselves'] : [];
    const takeUps = index === 0 ? way.takeUps : [];
    return part(back.step, `back to before ${back.run}`, { paths, why, takeUps }, undo(back, folder));
  });
  const taken = way.takeUps.map(({ resource, script, wayIn }) => {
    const [type = ''] = resource.split(' ');
    return part(
      { resource, type, role: '', ...(wayIn && { wayIn }) },
      'take up what is there again',
      {},
      sh`. ${`${folder}/${script}`}`,
    );
  });
  const parts = [...undone, ...taken];
  return [...parts.filter((one) => !one.wayIn), ...parts.filter((one) => one.wayIn)];
}

function plain({ resource, at, wayIn }: TakeUp): TakeUp {
  return { resource, at, ...(wayIn && { wayIn }) };
}

/** Names each path that isn't what it was, and exits with 1 then; else says in the records what became of them. */
export function proveBack(way: RollbackPlan, run: string, folder = recordsFolder): Script {
  const looks = [...way.before].map(([path, before]) =>
    before === 'missing' ? sh`gone ${path}` : sh`same ${`${folder}/${before.copy}`} ${path}`,
  );
  return sh`
wrong=0
odd() { printf '%s is not what it was\n' "$1" >&2; wrong=1; }
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
