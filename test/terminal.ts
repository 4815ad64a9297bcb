// A person at a terminal: a pseudo-terminal by script(1), what it shows, and what is typed into it.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { quote } from '../lib/shell/quote.js';

const project = fileURLToPath(new URL('..', import.meta.url));

/** What Ctrl-C and Ctrl-D send. */
export const keys = { interrupt: '\x03', endOfInput: '\x04' } as const;

export interface Ended {
  readonly status: number | null;
  /** All that was on the screen. */
  readonly shown: string;
}

/** `typed` are pairs: what the screen must show since the last answer, and what is typed then. */
export function atTerminal(
  words: readonly string[],
  typed: readonly (readonly [shows: RegExp, keys: string])[],
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const command = [process.execPath, 'dist/cli/main.js', ...words].map(quote).join(' ');
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', command, '/dev/null'], {
    cwd: project,
    env: { ...process.env, TERM: 'xterm', CI: '', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let [shown, seen, answered] = ['', 0, 0];
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
    const [shows, answer] = typed[answered] ?? [];
    if (!shows?.test(shown.slice(seen))) return;
    answered += 1;
    seen = shown.length;
    child.stdin.write(answer);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    // A question that nobody expected would wait for ever.
    const deadline = setTimeout(() => child.stdin.write(keys.interrupt.repeat(2)), 60_000);
    child.on('close', (status) => {
      clearTimeout(deadline);
      child.stdin.destroy();
      resolve({ status, shown });
    });
  });
}
