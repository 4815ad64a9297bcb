// Runs the operator's command that prints an identity or a password, without a shell.
import { spawn } from 'node:child_process';
import { TrueupError } from '../model/trueup-error.js';

const mostBytes = 64 * 1024;
/** The operator may have to type a passphrase or touch a key. */
const timeoutMilliseconds = 120_000;

interface Telling {
  /** Where the command comes from; for errors. */
  readonly what: string;
  readonly hint: string;
}

/** The output of the command, whose prompts go to the terminal. Throws E_INPUT, without the output. */
export function printedBy([program, ...args]: readonly string[], { what, hint }: Telling): Promise<string> {
  const failed = (why: string): TrueupError =>
    new TrueupError('E_INPUT', `${what}: ${program ?? 'it'} ${why}`, { hint });
  if (program === undefined) return Promise.reject(failed('is empty'));
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['inherit', 'pipe', 'inherit'] });
    // If the program doesn't exist, spawn's own `timeout` would keep trueup running until it expires.
    const timer = setTimeout(() => child.kill(), timeoutMilliseconds);
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.length > mostBytes) child.kill('SIGKILL');
    });
    child.on('error', ({ message }) => {
      clearTimeout(timer);
      reject(failed(`could not be run: ${message}`));
    });
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      if (status === 0) resolve(printed);
      else if (printed.length > mostBytes) reject(failed('printed more than 64 KiB'));
      else reject(failed(signal ? `was killed by ${signal}` : `exited with status ${String(status)}`));
    });
  });
}
