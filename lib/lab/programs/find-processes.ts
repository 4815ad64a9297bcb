// Finds the lab's processes by their command lines: no pid files, so none can be stale.
import { readdirSync, readFileSync } from 'node:fs';
import { couldNotLook } from './missing-or-unreadable.js';

/** A running process. */
export interface Running {
  readonly pid: number;
  readonly parent: number;
  readonly args: readonly string[];
  /** Clock ticks after the machine's boot when it started. */
  readonly startTicks: number;
}

/** The errors for a process that ended meanwhile: proc(5), and read(2) of a file that was already open. */
const gone = new Set(['ENOENT', 'ESRCH']);

/**
 * Every process with a command line; those that end meanwhile are left out. One file is open at a time. Throws E_LAB
 * if a process can't be inspected, because it might be a host.
 */
export function listProcesses(): readonly Running[] {
  return namesIn('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => lookAt(pid) ?? []);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw couldNotLook(folder, error);
  }
}

function lookAt(pid: string): Running | undefined {
  try {
    const [line, stat] = ['cmdline', 'stat'].map((file) => readFileSync(`/proc/${pid}/${file}`, 'latin1'));
    return readProcess(Number(pid), line ?? '', stat ?? '');
  } catch (error) {
    if (gone.has((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw couldNotLook(`process ${pid}`, error);
  }
}

/** Reads /proc/PID/cmdline and /proc/PID/stat; undefined for kernel threads and zombies, which have no arguments. */
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

/** Sends a signal; false if the process is gone already. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
