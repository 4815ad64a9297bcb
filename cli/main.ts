#!/usr/bin/env node
// From the command line to an exit code: the only place that catches everything.
import { writeSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { errorCodes } from '../lib/model/error-codes.js';
import './identity-option.js'; // before anything is started, because it removes the identity from the environment
import { version } from '../lib/package-root.js';
import { watchStandardOutput } from './stdout-errors.js';

/** Only the command that is called is loaded, so `--help` imports none of them. */
const commands: Readonly<Record<string, { readonly what: string; readonly load: () => Promise<Command> }>> = {
  init: {
    what: 'create a working project, or add a role or an inventory to one',
    load: async () => (await import('./commands/init.js')).initCommand(),
  },
  plan: {
    what: 'show what an apply would change, without changing anything',
    load: async () => (await import('./commands/plan.js')).planCommand(),
  },
  apply: {
    what: 'bring the hosts to their declared state',
    load: async () => (await import('./commands/apply.js')).applyCommand(),
  },
  verify: {
    what: 'check the running stack from inside and outside',
    load: async () => (await import('./commands/verify.js')).verifyCommand(),
  },
  history: {
    what: 'list the runs that changed the hosts, with their time, user and commit',
    load: async () => (await import('./commands/history.js')).historyCommand(),
  },
  rollback: {
    what: 'roll the hosts back to their state before a run',
    load: async () => (await import('./commands/rollback.js')).rollbackCommand(),
  },
  retire: {
    what: 'remove what trueup created on a host, before the host leaves the inventory',
    load: async () => (await import('./commands/retire.js')).retireCommand(),
  },
  exec: {
    what: 'run a command on hosts',
    load: async () => (await import('./commands/exec.js')).execCommand(),
  },
  facts: {
    what: 'show the facts that hosts report',
    load: async () => (await import('./commands/facts.js')).factsCommand(),
  },
  inventory: {
    what: 'show an inventory as trueup resolves it',
    load: async () => (await import('./commands/inventory.js')).inventoryCommand(),
  },
  explain: {
    what: 'explain the parts of the stack, or the source of a value',
    load: async () => (await import('./commands/explain.js')).explainCommand(),
  },
  docs: {
    what: 'show the reference for a role, a resource type or an error',
    load: async () => (await import('./commands/docs.js')).docsCommand(),
  },
  schema: {
    what: "write the project's JSON Schemas, for editors",
    load: async () => (await import('./commands/schema.js')).schemaCommand(),
  },
  secrets: {
    what: 'manage encrypted values in the inventory',
    load: async () => (await import('./commands/secrets.js')).secretsCommand(),
  },
  test: {
    what: 'test roles on throwaway bare hosts',
    load: async () => (await import('./commands/test.js')).testCommand(),
  },
  lab: {
    what: 'run bare hosts on this machine to try things out',
    load: async () => (await import('./commands/lab.js')).labCommand(),
  },
  ca: {
    what: 'run a small certificate authority for labs and Vagrant',
    load: async () => (await import('./commands/ca.js')).caCommand(),
  },
};

const examples = `
Examples:
  trueup lab up --install            boot five bare hosts on this machine
  trueup plan -i inventory/lab       show what would change
  trueup apply -i inventory/lab      show the plan, ask, apply
  trueup verify -i inventory/lab     check the stack from inside and outside
  trueup explain -i inventory/lab    describe the stack

Exit codes: 0 success, 1 failure, 2 changes pending (plan --detailed-exitcode), 3 invalid input, 4 host unreachable,
5 host locked, 130 interrupted.`;

async function program(name: string | undefined): Promise<Command> {
  const root = new Command('trueup')
    .description(
      'Bring bare Ubuntu and Debian hosts to their declared state over SSH, and verify the result.',
    )
    .version(version())
    .enablePositionalOptions()
    .showHelpAfterError('(see --help)')
    .exitOverride()
    .addHelpText('after', examples);
  root.hook('preAction', (_, action) => {
    called = action;
  });
  for (const [own, { what, load }] of Object.entries(commands)) {
    const command = own === name ? await load() : new Command(own).description(what);
    endSoftly(command);
    root.addCommand(command);
  }
  return root;
}

/** Errors look the same for subcommands at every level, and are thrown instead of ending the process. */
function endSoftly(command: Command): void {
  const hint = command.name() === 'exec' ? 'put the command for the hosts after --; ' : '';
  command.exitOverride().showHelpAfterError(`(${hint}see --help)`);
  for (const nested of command.commands) endSoftly(nested);
}

const words = process.argv.slice(2);
const options = words.slice(0, words.includes('--') ? words.indexOf('--') : undefined);
const stacks =
  /[^0]/.test(process.env.TRUEUP_DEBUG ?? '') ||
  options.some((word) => word === '--verbose' || word === '-v');

// Before any command is loaded: dist is bundled, so stack traces name the sources only if this is set first.
if (stacks) process.setSourceMapsEnabled(true);

/** The command that runs, once its options are known to be valid. */
let called: Command | undefined;

/** The code that shows errors is loaded only if there is one. */
async function report(error: unknown): Promise<number> {
  const { reportError, reportInForm } = await import('./report-error.js');
  // Bypasses the streams, because a view may be holding them back.
  const exit = reportError(error, stacks, (line) => writeSync(process.stderr.fd, `${line}\n`));
  if (called) await reportInForm(error, called);
  return exit;
}

watchStandardOutput();

// Nothing can be relied on after this.
process.once('uncaughtException', (error) => {
  void report(error).finally(() => process.exit(errorCodes.E_INTERNAL.exit));
});

try {
  const name = words.find((word) => !word.startsWith('-'));
  await (await program(name === 'help' ? words.at(-1) : name)).parseAsync();
} catch (error) {
  // commander has already printed the error.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : errorCodes.E_INPUT.exit;
  else process.exitCode = await report(error);
}
