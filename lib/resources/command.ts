// A command for a task that no other resource type covers. It runs only if needed.
import { createHash } from 'node:crypto';
import { Unreadable, type Resource, type ResourceType } from '../model/resource.js';
import type { Script } from '../model/script.js';
import { TrueupError } from '../model/trueup-error.js';
import { processStart } from '../shell/process-start-time.js';
import { join, sh } from '../shell/sh.js';
import { AnswerReader } from './answer-reader.js';
import { checkPath } from './check-paths-and-names.js';
import { defineResource } from './define-resource.js';

export interface CommandWant {
  /** What the command does, shown in the plan: `initialise the cluster`. */
  readonly name: string;
  /** The command, run as root. */
  readonly run: Script;
  /**
   * Checks whether the command is needed. Must not change anything. Exits with 0 if there is nothing to do, and with 1 if
   * the command must be run. Any other status means that the check failed.
   */
  readonly unless?: Script;
  /** A path that the command creates. If the path doesn't exist, the command is run. */
  readonly creates?: string;
  /** Reverts the effect of `run` in a rollback. Without it, a rollback leaves the effect in place. */
  readonly undo?: Script;
  /** Set to run the command once in every apply. */
  readonly always?: true;
}

/** `$$` is the PID of the session's shell; the start time distinguishes it from an earlier process with the same PID. */
const nameSession = sh`${processStart}
session="$$ $(process_start $$)"`;

/** Path of a file in /run that records which session last ran the command. */
function stampOf({ name }: CommandWant): string {
  return `/run/trueup/commands/${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
}

function conditionsOf(want: CommandWant): readonly Script[] {
  const { unless, creates, always } = want;
  const stamp = stampOf(want);
  return [
    ...(always ? [sh`[ -e ${stamp} ] && [ "$(cat ${stamp})" = "$session" ] || exit 1`] : []),
    ...(creates === undefined ? [] : [sh`[ -e ${creates} ] || exit 1`]),
    ...(unless ? [unless] : []),
  ];
}

const commandType: ResourceType<CommandWant, number> = {
  type: 'command',
  id: (want) => want.name,
  schedule: { seconds: 600 },

  probe(wants) {
    const asked = wants.map(
      (want) => sh`
set +e
( set -e
${join(conditionsOf(want))}
) >/dev/null
printf '%s\n' "$?"
set -e`,
    );
    return join(wants.some((want) => want.always) ? [nameSession, ...asked] : asked);
  },

  read(answer, wants) {
    const reader = new AnswerReader(answer, 'commands');
    return wants.map(() => {
      const status = Number(reader.line());
      if (status === 0 || status === 1) return status;
      const said = answer.stderr.trim();
      return new Unreadable(`its condition exited with status ${status}${said === '' ? '' : `: ${said}`}`);
    });
  },

  diff: ({ name }, have) => (have === 0 ? [] : [{ verb: 'run', key: 'command', what: name }]),

  apply(want) {
    const { run, always } = want;
    const stamp = stampOf(want);
    const remember = sh`
${nameSession}
mkdir -p /run/trueup/commands
printf '%s\n' "$session" >${stamp}`;
    return sh`
(
${run}
)
${always ? remember : sh``}`;
  },

  undo: { revert: ({ name, undo }) => undo ?? `no undo is declared for “${name}”` },
};

const make = defineResource(commandType);

/**
 * At least one of `unless`, `creates` and `always` is required. After the command has run, `unless` and `creates` must
 * show that there is nothing left to do. Throws TypeError if none of the three is given, and E_INPUT for an invalid path
 * or an empty name.
 */
export function command(want: CommandWant): Resource {
  if (!want.unless && want.creates === undefined && !want.always) {
    throw new TypeError(
      `command ${want.name} needs \`unless\`, \`creates\` or \`always\`, so that trueup knows when to run it`,
    );
  }
  if (want.creates !== undefined) checkPath(want.creates);
  if (want.name === '') throw new TrueupError('E_INPUT', 'a command needs a name');
  return make(want);
}
