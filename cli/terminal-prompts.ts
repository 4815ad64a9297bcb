// Asks the person at the terminal: on stderr, so that stdout stays what a program may read.
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { sanitizeLine } from '../lib/report/sanitize-terminal.js';
import { Secret } from '../lib/model/secret.js';
import { TrueupError } from '../lib/model/trueup-error.js';
import { whenAborted } from '../lib/model/when-aborted.js';

/** Whether an operator can be asked: stdin and stderr are a terminal. */
export function isInteractive(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** True for `yes` or `y`, in any case. Throws E_INTERRUPTED for Ctrl-C, and the signal's reason. */
export async function confirm(question: string, signal?: AbortSignal): Promise<boolean> {
  return /^y(es)?$/i.test((await ask(question, process.stderr, signal))?.trim() ?? '');
}

/** A line of text. Throws E_INTERRUPTED if the person ends the input. */
export async function askLine(prompt: string): Promise<string> {
  const answer = await ask(prompt, process.stderr);
  if (answer === undefined)
    throw new TrueupError('E_INTERRUPTED', 'interrupted at the prompt; nothing was changed');
  return answer;
}

/** What is typed isn't shown. Nothing if there is no terminal to ask on. Ctrl-C stops the whole run, too. */
export async function askPassphrase(prompt: string): Promise<Secret | undefined> {
  if (!isInteractive()) return undefined;
  const unseen = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  try {
    // First the terminal stops to show what is typed, then it is asked for.
    const answer = ask('', unseen);
    // A server's own words are part of some of them.
    process.stderr.write(`${sanitizeLine(prompt).slice(0, 500)}: `);
    const typed = await answer;
    process.stderr.write('\n');
    return typed === undefined || typed === '' ? undefined : new Secret(typed);
  } catch (error) {
    process.kill(process.pid, 'SIGINT');
    throw error;
  }
}

/** Nothing if the person ends the input. While a line is edited the terminal sends no signal: Ctrl-C comes here. */
function ask(
  question: string,
  output: NodeJS.WritableStream,
  signal?: AbortSignal,
): Promise<string | undefined> {
  signal?.throwIfAborted();
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  return new Promise((resolve, reject) => {
    lines.on('SIGINT', () => {
      process.stderr.write('\n');
      reject(new TrueupError('E_INTERRUPTED', 'interrupted at the prompt; nothing was changed'));
      lines.close();
    });
    const listenNoMore =
      signal &&
      whenAborted(signal, () => {
        process.stderr.write('\n');
        reject(signal.reason as Error);
        lines.close();
      });
    lines.once('close', () => {
      listenNoMore?.();
      resolve(undefined);
    });
    lines.question(question, (answer) => {
      resolve(answer);
      lines.close();
    });
  });
}
