// Tampering with links.
import { sh } from '../../../shell/sh.js';
import { stagedPath } from '../../../shell/staged-path.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<{ path: string }> = ({ path }) => [
  { how: 'target', script: sh`ln -sfn /nowhere ${path}` },
  { how: 'removed', script: sh`rm ${path}` },
  { how: 'replaced by a file', script: sh`rm ${path}; echo stray >${path}` },
  { how: 'leftover', script: sh`ln -s /nowhere ${stagedPath(path)}` },
];
