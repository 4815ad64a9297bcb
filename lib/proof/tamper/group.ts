// Tampering with groups.
import { sh } from '../../shell/sh.js';
import type { Tamper } from './tampering.js';

/** Every resource of the type. */
export const tamper: Tamper<{ name: string }> = ({ name }) => [
  { how: 'removed', script: sh`groupdel ${name}` },
];
