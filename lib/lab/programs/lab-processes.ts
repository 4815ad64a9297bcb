// Finds the lab's processes by their command lines: no pid files, so none can be stale.
import { readdir, readFile } from 'node:fs/promises';

/** A running process. */
export interface Running {
  readonly pid: number;
  readonly parent: number;
  readonly args: readonly string[];
  /** Clock ticks after the machine's boot when it started. */
  readonly startTicks: number;
}

/** Every process with a command line that can be read. Those that end meanwhile are left out. */
export async function listProcesses(): Promise<readonly Running[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      try {
        const [line, stat] = await Promise.all([
          readFile(`/proc/${pid}/cmdline`, 'latin1'),
          readFile(`/proc/${pid}/stat`, 'latin1'),
        ]);
        return readProcess(Number(pid), line, stat);
      } catch {
        return undefined;
      }
    }),
  );
  return found.filter((process) => process !== undefined);
}

/** Reads /proc/PID/cmdline and /proc/PID/stat; nothing for kernel threads and zombies, which have no arguments. */
export function readProcess(pid: number, cmdline: string, stat: string): Running | undefined {
  if (cmdline === '') return undefined;
  // The second field is the program's name in parentheses and may hold blanks and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    pid,
    parent: Number(fields[1]),
    args: cmdline.replace(/\0$/, '').split('\0'),
    startTicks: Number(fields[19]),
  };
}

/** Sends a signal; false where the process is gone already. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
