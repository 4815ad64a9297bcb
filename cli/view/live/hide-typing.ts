// Keys pressed while rows are redrawn would move the rows, because a terminal echoes what is typed at its cursor.
import { spawnSync, type SpawnOptions } from 'node:child_process';

/** Gives the function that shows typing again. Node.js does so itself, too, however the process ends. */
export function hideTyping(): () => void {
  if (!process.stdin.isTTY) return () => undefined;
  setEcho('-echo');
  return () => {
    setEcho('echo');
  };
}

function setEcho(mode: 'echo' | '-echo'): void {
  // Node.js itself has only the raw mode, in which Ctrl-C doesn't send a signal.
  spawnSync('stty', [mode], options);
}

/** Detached, or a run in the background would be stopped by it. */
const options = { stdio: ['inherit', 'ignore', 'ignore'], detached: true } satisfies SpawnOptions;
