// When a process on a host was started: together with it, a PID names one process for as long as the host is up.
import { sh } from './sh.js';

/** Defines `process_start PID`, which prints it (proc(5), field 22). */
export const processStart = sh`
process_start() { sed 's/.*) //' "/proc/$1/stat" | cut -d ' ' -f 20; }`;
