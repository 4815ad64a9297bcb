// Lets a running script report what it waits for.
import type { Script } from '../model/script.js';
import { sh } from './sh.js';

/**
 * Defines `say_waiting TEXT`, which sends one line to the operator at once, or nothing if the script runs by itself, as
 * in a rollback. The script's children inherit descriptor 4, which the line is written to: one that may outlive the
 * script is started with `4>&-`.
 */
export const notices: Script = {
  ...sh`
say_waiting() { [ "\${trueup_i-}" = "" ] || trueup_notice "$1"; }`,
  speaks: true,
};
