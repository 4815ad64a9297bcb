// Settings that must be in force, as reported by the program that uses them.
import type { Change, Resource, ResourceType } from '../model/resource.js';
import type { Script } from '../model/script.js';
import { isAccessFile } from '../model/access-files.js';
import { join, sh } from '../shell/sh.js';
import { AnswerReader } from './answer-reader.js';
import { defineResource } from './define-resource.js';
import { overruledChange, readOverruled, type Overruled } from './overridden-setting.js';

export interface EffectWant {
  /** Name of the program: `sshd`. */
  readonly name: string;
  /** Resources that write the program's settings. The program is queried once all of them are as declared. */
  readonly of: readonly Resource[];
  /**
   * Prints a line for each setting that isn't in force, with four fields separated by tabs: the setting's name, its
   * current value, its declared value, and what overrides it. Must not change anything. If the script exits with a status
   * other than 0, the settings are unknown, and stderr gives the reason.
   */
  readonly ask: Script;
  /** Makes the declared settings take effect, as far as that is possible without the operator's consent. */
  readonly mend?: Script;
  /** Paths that `mend` may change. A rollback restores them. */
  readonly mends?: readonly string[];
  /**
   * Makes restored settings take effect after a rollback, unless a service that watches this resource does so. Must
   * succeed even if there is nothing to do.
   */
  readonly reload?: Script;
  /** Says what a rollback can't revert after `mend`, and completes the sentence "… can't be rolled back: …". */
  readonly stays?: string;
  /** A sentence that says what the operator must do if `mend` doesn't help. */
  readonly remedy: string;
}

interface EffectHave {
  readonly overruled: readonly Overruled[];
  /** Why the settings are unknown. */
  readonly lost?: string;
}

/** Runs `ask` under `set -e`, and stores its output in `$said` and its exit status in `$status`. */
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
    const reader = new AnswerReader(answer, 'the settings in force');
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

/**
 * Declare the effect after the resources in `of`: it reports whether another file overrides their settings. A service
 * that lists the effect in `reloadOn` or `restartOn` loads what `mend` changes.
 */
export const effect: (want: EffectWant) => Resource = defineResource(effectType);
