// Asks a person for the passphrase of a key, without showing it.
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { Secret } from '../lib/model/secret.js';

/** Nothing where there is no terminal to ask on. */
export async function askPassphrase(prompt: string): Promise<Secret | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  process.stderr.write(prompt);
  const silent = new Writable({
    write(_chunk, _encoding, done) {
      done();
    },
  });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  const answer = await new Promise<string>((resolve) => {
    lines.question('', resolve);
  });
  lines.close();
  process.stderr.write('\n');
  return answer === '' ? undefined : new Secret(answer);
}
