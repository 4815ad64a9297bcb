// Asks the operator at the terminal: on stderr, so that programs can read stdout.
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

/** True for `yes` or `y`, ignoring case. Throws E_INTERRUPTED on Ctrl-C, or the signal's reason. */
export async function confirm(question: string, signal?: AbortSignal): Promise<boolean> {
  return /^y(es)?$/i.test((await ask(question, process.stderr, signal))?.trim() ?? '');
}

/** A line of text. Throws E_INTERRUPTED if the input ends. */
export async function askLine(prompt: string): Promise<string> {
  const answer = await ask(prompt, process.stderr);
  if (answer === undefined)
    throw new TrueupError('E_INTERRUPTED', 'interrupted at the prompt; nothing was changed');
  return answer;
}

/** Doesn't show what is typed. Undefined if nothing is typed or there is no terminal. Ctrl-C also stops the run. */
export async function askPassphrase(prompt: string): Promise<Secret | undefined> {
  if (!isInteractive()) return undefined;
  const unseen = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  try {
    // The terminal must stop showing what is typed before the prompt appears.
    const answer = ask('', unseen);
    // Some prompts contain text from a server.
    process.stderr.write(`${sanitizeLine(prompt).slice(0, 500)}: `);
    const typed = await answer;
    process.stderr.write('\n');
    return typed === undefined || typed === '' ? undefined : new Secret(typed);
  } catch (error) {
    process.kill(process.pid, 'SIGINT');
    throw error;
  }
}

/** Undefined if the input ends. While a line is edited, the terminal sends no signal, so Ctrl-C is handled here. */
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
