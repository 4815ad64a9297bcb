// Whether a stack is still settling: only then is it worth repeating checks that failed.
import { sh } from '../shell/sh.js';
import type { Questioner } from './ask-questions.js';

/** Exits with 0 if the host booted, or a run changed it, within the last minute; a slow host gets more time. */
export const settlingQuestion = sh`
booted=$(TZ=UTC date -d "$(TZ=UTC systemctl show --value -p UserspaceTimestamp)" +%s) || booted=0
if [ $(($(date +%s) - booted)) -lt $((60 * \${trueup_pace:-1})) ]; then exit 0; fi
[ -n "$(find /var/lib/trueup/runs -maxdepth 2 -name journal -mmin "-\${trueup_pace:-1}" 2>/dev/null)" ]`;

/** Queries the hosts once, at the first failure: checks that pass cost nothing, and a broken stack isn't waited for. */
export class Settling {
  #answer: Promise<boolean> | undefined;

  constructor(
    private readonly hosts: readonly string[],
    private readonly questioner: Questioner,
  ) {}

  /** A host that doesn't answer doesn't count as settling: asking again wouldn't bring an answer either. */
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
