// Lets a script say, while it runs, what it waits for.
import type { Script } from '../model/script.js';
import { sh } from './sh.js';

/**
 * Defines `say_waiting TEXT`: one line for the operator, at once; nothing if the script runs by itself, as one of a
 * rollback does. The script's children inherit descriptor 4, on which it is said: what may outlive it is started with
 * `4>&-`.
 */
export const notices: Script = {
  ...sh`
say_waiting() { [ "\${trueup_i-}" = "" ] || trueup_notice "$1"; }`,
  speaks: true,
};
