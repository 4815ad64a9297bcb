// Tampering with absent paths.
import { sh } from '../../../shell/sh.js';
import type { Tamper } from '../tampering.js';

/** Every resource of the type. */
export const tamper: Tamper<{ path: string }> = ({ path }) => [
  { how: 'a file', script: sh`echo stray >${path}` },
  { how: 'a link', script: sh`ln -s /nowhere ${path}` },
  { how: 'a folder', script: sh`mkdir ${path}` },
];
