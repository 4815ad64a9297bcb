// Tampering with commands.
import { sh } from '../../shell/sh.js';
import type { CommandWant } from '../../resources/command.js';
import type { Tamper } from './tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<CommandWant> = ({ creates, undo }) => [
  ...(creates === undefined ? [] : [{ how: 'its output removed', script: sh`rm -rf ${creates}` }]),
  ...(undo === undefined ? [] : [{ how: 'undone', script: undo }]),
];
