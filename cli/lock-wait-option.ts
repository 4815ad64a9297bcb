// The option of commands that take a host's lock.
import { type Command, InvalidArgumentError } from 'commander';

export interface WaitOption {
  readonly wait?: number | true;
}

/** Seconds to wait if `--wait` is given without a number. */
const defaultSeconds = 3600;

/** Adds `--wait`. */
export function withWait(command: Command): Command {
  return command.option(
    '--wait [seconds]',
    'if another run has locked a host, wait up to this many seconds, or an hour if no number is given (default: fail immediately)',
    seconds,
  );
}

/** The number of seconds, as the engine expects it. */
export function waitSeconds({ wait }: WaitOption): number {
  return wait === true ? defaultSeconds : (wait ?? 0);
}

function seconds(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a number of seconds.');
}
