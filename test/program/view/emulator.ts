// A program in a pseudo-terminal of script(1), whose output a terminal emulator draws.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type xterm from '@xterm/headless';
import { resized } from './busy-words.js';

// Its CommonJS has no names that an import finds.
const { Terminal } = createRequire(import.meta.url)('@xterm/headless') as typeof xterm;

const project = fileURLToPath(new URL('../../..', import.meta.url));

export interface Emulated {
  readonly columns: number;
  readonly lines: number;
  readonly words: string;
  /** What is typed from time to time. */
  readonly typed?: string;
}

export interface Seen {
  /** All lines, those that scrolled away, too, whenever the program had written something. */
  readonly screens: readonly (readonly string[])[];
  /** Whether the cursor is visible at the end, and what is typed is shown. */
  readonly cursor: boolean;
  readonly echo: boolean;
}

/** Gives all that was seen when the program is over. */
export async function emulate({ columns, lines, words, typed }: Emulated): Promise<Seen> {
  const terminal = new Terminal({
    cols: columns,
    rows: lines,
    scrollback: 5000,
    allowProposedApi: true,
  });
  let cursor = true;
  // The emulator learns of a new width where the terminal gets it: in the middle of what is written.
  terminal.parser.registerOscHandler(resized, (width) => {
    terminal.resize(Number(width), lines);
    return true;
  });
  const cursorMode = (visible: boolean) => (params: readonly (number | number[])[]) => {
    if (params.includes(25)) cursor = visible;
    return false;
  };
  terminal.parser.registerCsiHandler({ prefix: '?', final: 'h' }, cursorMode(true));
  terminal.parser.registerCsiHandler({ prefix: '?', final: 'l' }, cursorMode(false));

  const child = spawn(
    'script',
    ['-qec', `stty cols ${columns} rows ${lines}; ${words}; stty -a`, '/dev/null'],
    {
      cwd: project,
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, CI: '', TERM: 'xterm' },
    },
  );
  // The program may end between two keys.
  child.stdin.on('error', () => undefined);
  const typing = typed === undefined ? undefined : setInterval(() => child.stdin.write(typed), 300);
  const screens: (readonly string[])[] = [];
  let written = Promise.resolve();
  child.stdout.on('data', (chunk: Buffer) => {
    written = written.then(() => write(terminal, chunk)).then(() => void screens.push(linesOf(terminal)));
  });
  await new Promise((resolve) => child.on('close', resolve));
  clearInterval(typing);
  child.stdin.destroy();
  await written;
  return { screens, cursor, echo: /(?<!-)echo /.test(screens.at(-1)?.join(' ') ?? '') };
}

function write(terminal: xterm.Terminal, chunk: Buffer): Promise<void> {
  return new Promise((resolve) => {
    terminal.write(chunk, resolve);
  });
}

/** A line that the terminal wrapped is one line. */
function linesOf(terminal: xterm.Terminal): readonly string[] {
  const { active } = terminal.buffer;
  const lines: string[] = [];
  for (let at = 0; at < active.length; at++) {
    const line = active.getLine(at);
    const text = line?.translateToString(true) ?? '';
    if (line?.isWrapped) lines.push((lines.pop() ?? '') + text);
    else lines.push(text);
  }
  return lines;
}
