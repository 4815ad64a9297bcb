// What is in force, asked of the program itself: a file may be as declared, and something else wins.
import type { Change, Resource, ResourceType } from '../model/resource.js';
import type { Script } from '../model/script.js';
import { isAccessFile } from '../model/access-files.js';
import { join, sh } from '../shell/sh.js';
import { AnswerReader } from './answer-reader.js';
import { defineResource } from './define-resource.js';
import { overruledChange, readOverruled, type Overruled } from './overruled.js';

export interface EffectWant {
  /** Whose settings: `sshd`. */
  readonly name: string;
  /** What should have the effect, which is judged once all of it is as declared. */
  readonly of: readonly Resource[];
  /**
   * Prints a line with tabs for each setting that isn't in force: its name, what is, what should be, and who says so.
   * Changes nothing. A status other than 0 says that the program couldn't tell, and stderr why.
   */
  readonly ask: Script;
  /** Gives the declared settings their effect, as far as that needs nobody's consent. */
  readonly mend?: Script;
  /** Paths that `mend` may change. They go back in a rollback. */
  readonly mends?: readonly string[];
  /** Gives what a rollback put back its effect, where no service that watches it would. Nothing to do is fine. */
  readonly reload?: Script;
  /** What of `mend` a rollback leaves as it is: it completes the sentence "this can't go back, because …". */
  readonly stays?: string;
  /** What a person must do where `mend` doesn't help: a sentence. */
  readonly remedy: string;
}

interface EffectHave {
  readonly overruled: readonly Overruled[];
  /** Why the program couldn't tell. */
  readonly lost?: string;
}

/** Leaves what `ask` prints in `$said` and its status in `$status`, under `set -e`. */
function run(ask: Script): Script {
  return sh`
set +e
said=$( set -e
${ask}
)
status=$?
set -e`;
}

const effectType: ResourceType<EffectWant, EffectHave> = {
  type: 'effect',
  id: ({ name }) => name,
  watch: { on: ({ of }) => of, afterwards: true },

  probe: (wants) =>
    join(
      wants.map(
        ({ ask }) => sh`${run(ask)}
[ "$status" = 0 ] || echo lost
[ -z "$said" ] || printf '%s\n' "$said"
echo .`,
      ),
    ),

  read(answer, wants) {
    const reader = new AnswerReader(answer, 'what is in force');
    return wants.map(() => {
      const lines = reader.linesUpTo('.');
      const overruled = lines.filter((line) => line.includes('\t')).map(readOverruled);
      const why = answer.stderr.trim().replaceAll(/\s*\n\s*/g, '; ');
      return lines[0] === 'lost' ? { overruled: [], lost: why } : { overruled };
    });
  },

  diff(_want, { overruled, lost }) {
    if (lost === undefined) return overruled.map(overruledChange);
    const unknown: Change = {
      verb: 'update',
      key: 'answer',
      what: 'settings in force',
      from: `unknown: ${lost}`,
    };
    return [{ ...unknown, to: 'as declared' }];
  },

  apply({ ask, mend, remedy }) {
    return sh`
${
  mend
    ? sh`( ${mend}
)`
    : sh``
}
${run(ask)}
if [ "$status" = 0 ] && [ -z "$said" ]; then exit 0; fi
[ -z "$said" ] || printf '%s\n' "$said" | LC_ALL=C awk -F '\t' '
  function shown(value) { return value == "" ? "empty" : value }
  { printf "%s is %s instead of %s%s\n", $1, shown($2), shown($3), $4 == "" ? "" : ": " $4 }' >&2
printf '%s\n' ${remedy} >&2
exit 1`;
  },

  undo: {
    keeps: ({ mends = [] }) => mends,
    revert: ({ stays = [] }) => stays,
    reload: ({ reload = sh`` }) => reload,
    access: ({ mends = [] }) => (mends.some(isAccessFile) ? 'rollback' : undefined),
  },
};

/** Settings that must be in force, declared behind what should put them there. A service that watches it takes up what `mend` does. */
export const effect: (want: EffectWant) => Resource = defineResource(effectType);
