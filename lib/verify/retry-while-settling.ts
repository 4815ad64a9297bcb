// Whether a stack is still settling: only then is it worth asking again what did not hold.
import { sh } from '../shell/sh.js';
import type { Questioner } from './ask-questions.js';

/** A host that booted, or that a run changed, within the last minute; a slow host is given longer. Exit status 0: it did. */
export const settlingQuestion = sh`
booted=$(TZ=UTC date -d "$(TZ=UTC systemctl show --value -p UserspaceTimestamp)" +%s) || booted=0
if [ $(($(date +%s) - booted)) -lt $((60 * \${trueup_pace:-1})) ]; then exit 0; fi
[ -n "$(find /var/lib/trueup/runs -maxdepth 2 -name journal -mmin "-\${trueup_pace:-1}" 2>/dev/null)" ]`;

/** Asks the hosts at the first failure, and once: a stack that holds costs nothing, and a broken one no waiting. */
export class Settling {
  #answer: Promise<boolean> | undefined;

  constructor(
    private readonly hosts: readonly string[],
    private readonly questioner: Questioner,
  ) {}

  /** A host that gives no answer isn't settling: asking again would bring none either. */
  ask(): Promise<boolean> {
    return (this.#answer ??= this.#ask());
  }

  async #ask(): Promise<boolean> {
    const outcomes = await Promise.all(
      this.hosts.map((on) => this.questioner.askHost({ on, script: settlingQuestion })),
    );
    return outcomes.some((outcome) => 'answer' in outcome && outcome.answer.status === 0);
  }
}
