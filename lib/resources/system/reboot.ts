// A reboot of the host, if something requires one.
import { Unreadable, type Resource, type ResourceType } from '../../model/resource.js';
import type { Script } from '../../model/script.js';
import { join, sh } from '../../shell/sh.js';
import { AnswerReader } from '../answer-reader.js';
import { defineResource } from '../define-resource.js';

export interface RebootWant {
  /** Reason for the reboot, shown in the plan: `kernel`. */
  readonly name: string;
  /**
   * Checks whether a reboot is required; must not change anything. Exits with 0 and prints the reason if a reboot is
   * required, and exits with 1 if not. Any other status means that the check failed.
   */
  readonly needed: Script;
}

export interface RebootHave {
  readonly needed: boolean;
  readonly why: string;
}

const rebootType: ResourceType<RebootWant, RebootHave> = {
  type: 'reboot',
  schedule: { phase: 'reboot' },
  id: ({ name }) => name,

  probe: (wants) =>
    join(
      wants.map(
        ({ needed }) => sh`
set +e
why=$( set -e
${needed}
)
status=$?
set -e
printf '%s %s\n' "$status" "$(printf '%s' "$why" | tr '\n' ' ')"`,
      ),
    ),

  read(answer, wants) {
    const reader = new AnswerReader(answer, 'pending reboots');
    return wants.map(() => {
      const [, status = '', why = ''] = /^(\d+) (.*)$/.exec(reader.line()) ?? [];
      if (status === '0' || status === '1') return { needed: status === '0', why: why.trim() };
      return new Unreadable(`the probe for a pending reboot failed with status ${status}`);
    });
  },

  diff: (_want, { needed, why }) =>
    needed ? [{ verb: 'run', key: 'reboot', ...(why === '' ? {} : { to: why }) }] : [],

  // One second later, so that the answer has left the host by then.
  apply: () => sh`systemd-run --quiet --collect --on-active=1 systemctl reboot`,

  undo: { revert: () => 'a reboot cannot be undone' },
};

const make = defineResource(rebootType);

/** The host is rebooted after all its other changes. */
export function reboot(want: RebootWant): Resource {
  return make(want);
}
