// Answers the questions of the ssh program: over a socket in a private folder, never in arguments, environment or files.
import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Secret } from '../../model/secret.js';
import { quote } from '../../shell/quote.js';

const helper = `// Asks the program that started ssh for the answer to a prompt.
const socket = require('node:net').connect(process.argv[2]);
let answer = '';
socket.setEncoding('utf8');
socket.on('data', (text) => (answer += text));
socket.on('error', () => process.exit(1));
socket.on('end', () => (answer === '' ? process.exit(1) : process.stdout.write(answer)));
socket.end(process.argv[3]);
`;

/** A running helper. */
export interface Askpass {
  /** For SSH_ASKPASS. */
  readonly program: string;
  close(): void;
}

const longestPrompt = 4096;

/** Puts the helper into `folder`, which must be private to the operator. `answer` returns undefined to decline. */
export async function startAskpass(
  folder: string,
  answer: (prompt: string) => Promise<Secret | undefined>,
): Promise<Askpass> {
  const program = join(folder, 'askpass');
  const script = join(folder, 'askpass.cjs');
  const path = join(folder, 'ask');
  writeFileSync(script, helper, { mode: 0o600 });
  // A one-line sh script, because a #! line allows neither spaces in a path nor a second argument.
  writeFileSync(program, `#!/bin/sh\nexec ${[process.execPath, script, path].map(quote).join(' ')} "$1"\n`);
  chmodSync(program, 0o700);
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let prompt = '';
    socket.setEncoding('utf8');
    socket.on('error', () => undefined);
    socket.on('data', (text) => {
      prompt += String(text);
      if (prompt.length > longestPrompt) socket.destroy();
    });
    socket.on('end', () => {
      answer(prompt).then(
        (secret) => socket.end(secret === undefined ? '' : `${secret.reveal()}\n`),
        () => socket.destroy(),
      );
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  // It must not keep the program alive.
  server.unref();
  return { program, close: () => server.close() };
}
