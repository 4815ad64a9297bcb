// When a process of a host was started: with that, a number names the same process for as long as the host is up.
import { sh } from './sh.js';

/** Defines `process_start PID`, which prints it (proc(5), field 22). */
export const processStart = sh`
process_start() { sed 's/.*) //' "/proc/$1/stat" | cut -d ' ' -f 20; }`;
