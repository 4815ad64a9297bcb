// A command that is run until its condition holds: for what no other resource says.
import { createHash } from 'node:crypto';
import { Unreadable, type Resource, type ResourceType } from '../model/resource.js';
import type { Script } from '../model/script.js';
import { TrueupError } from '../model/trueup-error.js';
import { processStart } from '../shell/process-start.js';
import { join, sh } from '../shell/sh.js';
import { AnswerReader } from './answer-reader.js';
import { checkPath } from './check-words.js';
import { defineResource } from './define-resource.js';

export interface CommandWant {
  /** What it does, as a plan shows it: `initialise the cluster`. */
  readonly name: string;
  readonly run: Script;
  /** Changes nothing. Status 0: nothing is to be done; 1: the command is to be run; any other: it could not look. */
  readonly unless?: Script;
  /** A path that is there once the command was run. */
  readonly creates?: string;
  /** Takes back what `run` did. */
  readonly undo?: Script;
  /** Run once in every apply. */
  readonly always?: true;
}

/** `$$` is the session's shell; the time it was started tells it from an older one with its number. */
const nameSession = sh`${processStart}
session="$$ $(process_start $$)"`;

/** In /run: says which session ran the command last. */
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
 * A command with the condition that makes it needless. All conditions that are given must hold afterwards. Throws
 * TypeError where none is given, E_INPUT for a path that can't be one.
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
