// Runs an inventory script, bounded in time and output.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { TrueupError } from '../../../model/trueup-error.js';
import { reasonOf } from '../../../model/file-error-reason.js';

/** Seconds that a script may take: some ask a cloud for each of its regions. */
const usualSeconds = 120;
const mebibyte = 1024 * 1024;
const mostBytes = 32 * mebibyte;
/** Maximum length of the errors that are kept: the last lines are the useful ones. */
const mostErrors = 2000;

/** The output of the script, called with these arguments. Throws E_INPUT if it fails. */
export function runScript(script: string, words: readonly string[], seconds = usualSeconds): Promise<string> {
  const call = `${script} ${words.join(' ')}`;
  return new Promise((fulfil, reject) => {
    const failed = (what: string, hint = `For details, run it yourself: ${call}`): void => {
      reject(
        new TrueupError('E_INPUT', `${call}: ${what}`, { hint, place: { file: script, line: 1, column: 1 } }),
      );
    };
    const child = spawn(resolve(script), words, { stdio: ['ignore', 'pipe', 'pipe'] });
    const printed: Buffer[] = [];
    let [size, errors] = [0, ''];
    const end = (what: string): void => {
      failed(what);
      child.kill('SIGKILL');
      // Processes that the script started may still keep these streams open.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const timer = setTimeout(() => {
      end(`did not answer within ${seconds} s`);
    }, seconds * 1000);
    child.stdout.on('data', (chunk: Buffer) => {
      printed.push(chunk);
      size += chunk.length;
      if (size > mostBytes) end(`printed more than ${mostBytes / mebibyte} MiB`);
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      errors = (errors + chunk).slice(-mostErrors);
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      failed(
        `can't be run: ${reasonOf(error)}`,
        'Check that its first line names a program that is installed on the controller.',
      );
    });
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      if (status !== 0) failed(failure(status, signal, errors));
      else fulfil(Buffer.concat(printed).toString('utf8'));
    });
  });
}

function failure(status: number | null, signal: string | null, errors: string): string {
  const how = status === null ? `was killed by ${signal ?? 'a signal'}` : `failed with exit code ${status}`;
  const last = errors
    .trim()
    .split('\n')
    .slice(-5)
    .join('\n')
    .replaceAll(/[^\P{C}\n]/gu, '');
  return last === '' ? how : `${how}: ${last}`;
}
