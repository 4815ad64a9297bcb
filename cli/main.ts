#!/usr/bin/env node
// From the command line to an exit code.
import { Command } from 'commander';
import { errorCodes } from '../lib/model/error-codes.js';
import { InputErrors, TrueupError } from '../lib/model/trueup-error.js';

const program = new Command('trueup').enablePositionalOptions();
const command = process.argv[2];
if (command === 'ca') program.addCommand((await import('./commands/ca.js')).caCommand());
else program.addCommand((await import('./commands/lab.js')).labCommand());

try {
  await program.parseAsync();
} catch (error) {
  const errors = error instanceof InputErrors ? error.errors : [error];
  for (const one of errors) {
    if (!(one instanceof TrueupError)) throw one;
    const { code, message, output, hint } = one;
    process.stderr.write(
      `${code}: ${message}\n${output ? `${output}\n` : ''}${hint ? `  hint: ${hint}\n` : ''}`,
    );
    process.exitCode = errorCodes[code].exit;
  }
}
