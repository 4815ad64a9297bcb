// Tampering with absent paths.
import { sh } from '../../../shell/sh.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<{ path: string }> = ({ path }) => [
  { how: 'a file', script: sh`echo stray >${path}` },
  { how: 'a link', script: sh`ln -s /nowhere ${path}` },
  { how: 'a folder', script: sh`mkdir ${path}` },
];
