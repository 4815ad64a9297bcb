#!/usr/bin/env node
// From the command line to an exit code: the only place that catches everything.
import { Command, CommanderError } from 'commander';
import { version } from './package-root.js';
import { reportError } from './report-error.js';

/** A command is loaded when it is the one called: `--help` costs none of their imports. */
const commands: Readonly<Record<string, { readonly what: string; readonly load: () => Promise<Command> }>> = {
  plan: {
    what: 'show what an apply would change; changes nothing',
    load: async () => (await import('./commands/plan.js')).planCommand(),
  },
  apply: {
    what: 'bring the hosts to their declared state',
    load: async () => (await import('./commands/apply.js')).applyCommand(),
  },
  verify: {
    what: 'check that what must be true is true',
    load: async () => (await import('./commands/verify.js')).verifyCommand(),
  },
  exec: {
    what: 'run a command on hosts',
    load: async () => (await import('./commands/exec.js')).execCommand(),
  },
  facts: {
    what: 'show what hosts tell of themselves',
    load: async () => (await import('./commands/facts.js')).factsCommand(),
  },
  inventory: {
    what: 'show what trueup made of an inventory',
    load: async () => (await import('./commands/inventory.js')).inventoryCommand(),
  },
  explain: {
    what: 'tell why each element is there, or where a value comes from',
    load: async () => (await import('./commands/explain.js')).explainCommand(),
  },
  lab: {
    what: 'bare hosts on this machine to try things on',
    load: async () => (await import('./commands/lab.js')).labCommand(),
  },
  ca: {
    what: 'a small certificate authority for labs and Vagrant',
    load: async () => (await import('./commands/ca.js')).caCommand(),
  },
};

async function program(name: string | undefined): Promise<Command> {
  const root = new Command('trueup')
    .description('Brings bare Ubuntu and Debian hosts to their declared state over SSH, and proves it.')
    .version(version())
    .enablePositionalOptions()
    .showHelpAfterError('(--help tells more)')
    .exitOverride()
    .addHelpText(
      'after',
      '\nExamples:\n  trueup lab up --install            five bare hosts on this machine\n  trueup apply -i inventory/lab      show the plan, ask, apply\n  trueup verify -i inventory/lab     check the stack from outside and inside\n  trueup explain -i inventory/lab    the stack in words\n\nExit codes: 0 fine, 1 failed, 2 drift (plan --detailed-exitcode), 3 input wrong, 4 host unreachable, 5 host locked, 130 interrupted.',
    );
  for (const [own, { what, load }] of Object.entries(commands)) {
    const command = own === name ? await load() : new Command(own).description(what);
    command.exitOverride();
    for (const nested of command.commands) nested.exitOverride();
    root.addCommand(command);
  }
  return root;
}

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

try {
  const name = process.argv.slice(2).find((word) => !word.startsWith('-'));
  await (await program(name === 'help' ? process.argv.at(-1) : name)).parseAsync();
} catch (error) {
  // commander has said what is wrong by itself; its exit code 1 means wrong input here.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 3;
  else process.exitCode = reportError(error, process.argv.includes('--verbose'));
}
