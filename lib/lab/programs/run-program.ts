// Runs one program of the controller to its end.
import { spawn } from 'node:child_process';
import { TrueupError } from '../../model/trueup-error.js';
import { couldNotLook } from './missing-or-unreadable.js';

/** How a program ended, and what it printed. */
export interface Outcome {
  /** Exit status; 128 if a signal ended the program; 127 if the program is missing. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs it, with `input` on stdin, and returns the outcome. Throws E_LAB if it could not be started. */
export function tryProgram(program: string, args: readonly string[], input = ''): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') end(127, error.message);
      else reject(couldNotLook(program, error));
    });
    // Without descriptors there are no streams, whatever the types say.
    if ((child.stdout as unknown) === undefined) return;
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    const end = (status: number, note = '') => {
      resolve({
        status,
        stdout: Buffer.concat(out).toString(),
        stderr: Buffer.concat(err).toString() + note,
      });
    };
    child.on('close', (status, signal) => {
      end(status ?? 128, signal ? `killed by ${signal}` : '');
    });
    // A program that ends before it has read its input is judged by its status, not by the broken pipe.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** Runs it and returns its stdout; throws E_LAB with its last output if it fails. */
export async function runProgram(program: string, args: readonly string[], input = ''): Promise<string> {
  const outcome = await tryProgram(program, args, input);
  if (outcome.status === 0) return outcome.stdout;
  throw new TrueupError('E_LAB', `${program} ${args.join(' ')}: failed with status ${outcome.status}`, {
    output: lastLines(outcome.stderr || outcome.stdout, 20),
  });
}

/** The end of a text, where programs report what went wrong. */
export function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
