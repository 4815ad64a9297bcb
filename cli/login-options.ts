// The options that say how the operator logs in, and what a connection needs from the operator's side.
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

/** Once for all hosts, before anything is connected to. Throws E_INPUT if there is no terminal to ask on. */
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

/** A command may begin several runs: nothing is asked twice. */
const memory = new Map<string, unknown>();

/** `typed` is what the operator was asked for already; `aside` keeps the screen still while a key's passphrase is. */
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

/** There is one keyboard: hosts that need different keys wait for each other's question. */
function oneAtATime<Answer>(ask: (prompt: string) => Promise<Answer>): (prompt: string) => Promise<Answer> {
  let last: Promise<unknown> = Promise.resolve();
  return (prompt) => {
    const next = last.then(() => ask(prompt));
    last = next.catch(() => undefined);
    return next;
  };
}
