// The login options, and the connection settings that come from the operator.
import type { Command } from 'commander';
import { TrueupError } from '../lib/model/trueup-error.js';
import type { ConnectSettings } from '../lib/run/run-settings.js';
import { askPassphrase, isInteractive } from './terminal-prompts.js';
import type { View } from './view/view.js';

export interface LoginOptions {
  readonly acceptNew?: true;
  readonly askPass?: true;
  readonly askBecomePass?: true;
}

/** Adds `--ask-pass`, `--ask-become-pass` and `--accept-new`. */
export function withLogin(command: Command): Command {
  return command
    .option('-k, --ask-pass', 'ask for the login password of hosts that have none in the inventory')
    .option('-K, --ask-become-pass', 'ask for the sudo password of hosts that have none in the inventory')
    .option('--accept-new', 'accept and remember unknown host keys; changed ones are still refused');
}

/** Asks once for all hosts, before connecting to any of them. Throws E_INPUT if there is no terminal to ask at. */
export async function askPasswords({
  askPass,
  askBecomePass,
}: LoginOptions): Promise<Pick<ConnectSettings, 'password' | 'becomePassword'>> {
  if ((askPass ?? askBecomePass) && !isInteractive()) {
    const hint = 'Put the password in a file and refer to that file with `!file`.';
    throw new TrueupError('E_INPUT', 'cannot prompt for a password without a terminal', { hint });
  }
  const password = askPass && (await askPassphrase('Login password'));
  const becomePassword = askBecomePass && (await askPassphrase('Sudo password'));
  return { ...(password && { password }), ...(becomePassword && { becomePassword }) };
}

/** Shared by all runs that a command starts, so that nothing is asked twice. */
const memory = new Map<string, unknown>();

/** `typed`: the passwords that were already entered; `aside` stops redrawing while a key's passphrase is asked for. */
export function connectSettings(
  { acceptNew }: LoginOptions,
  typed: Pick<ConnectSettings, 'password' | 'becomePassword'>,
  aside: View['aside'],
): ConnectSettings {
  return {
    memory,
    acceptNew: acceptNew ?? false,
    ...typed,
    ...(isInteractive() && {
      askPassphrase: oneAtATime((prompt: string) => aside(() => askPassphrase(prompt))),
    }),
  };
}

/** There is only one keyboard, so the prompts for the keys of different hosts appear one after another. */
function oneAtATime<Answer>(ask: (prompt: string) => Promise<Answer>): (prompt: string) => Promise<Answer> {
  let last: Promise<unknown> = Promise.resolve();
  return (prompt) => {
    const next = last.then(() => ask(prompt));
    last = next.catch(() => undefined);
    return next;
  };
}
