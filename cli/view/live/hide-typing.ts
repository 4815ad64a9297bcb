// Keys pressed while rows are redrawn would move the rows, because a terminal echoes what is typed at its cursor.
import { spawnSync, type SpawnOptions } from 'node:child_process';

/** Returns the function that shows typing again. Node.js also does so itself, however the process ends. */
export function hideTyping(): () => void {
  if (!process.stdin.isTTY) return () => undefined;
  setEcho('-echo');
  return () => {
    setEcho('echo');
  };
}

function setEcho(mode: 'echo' | '-echo'): void {
  // Node.js itself only offers raw mode, in which Ctrl-C doesn't send a signal.
  spawnSync('stty', [mode], options);
}

/** Detached, because otherwise it would stop a run in the background. */
const options = { stdio: ['inherit', 'ignore', 'ignore'], detached: true } satisfies SpawnOptions;
