// Asks the person at the terminal: on stderr, so that stdout stays what a program may read.
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { Secret } from '../lib/model/secret.js';

/** Whether there is somebody to ask. */
export function somebodyIsThere(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** True for `yes` alone. */
export async function confirm(question: string): Promise<boolean> {
  return (await ask(question, process.stderr))?.trim() === 'yes';
}

/** What is typed isn't shown. Nothing where there is no terminal to ask on. */
export async function askPassphrase(prompt: string): Promise<Secret | undefined> {
  if (!somebodyIsThere()) return undefined;
  process.stderr.write(prompt);
  const answer = await ask(
    '',
    new Writable({
      write: (_chunk, _encoding, done) => {
        done();
      },
    }),
  );
  process.stderr.write('\n');
  return answer === undefined || answer === '' ? undefined : new Secret(answer);
}

/** Nothing where the person ends the input or presses Ctrl-C; the latter is passed on to the run. */
function ask(question: string, output: NodeJS.WritableStream): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  return new Promise((resolve) => {
    lines.on('SIGINT', () => {
      lines.close();
      process.kill(process.pid, 'SIGINT');
    });
    lines.once('close', () => {
      resolve(undefined);
    });
    lines.question(question, (answer) => {
      resolve(answer);
      lines.close();
    });
  });
}
