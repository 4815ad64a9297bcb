// Tampering with git checkouts.
import type { GitWant } from '../../../resources/sources/git.js';
import { sh } from '../../../shell/sh.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<GitWant> = ({ path }) => [
  {
    how: 'a changed file',
    script: sh`first=$(git -C ${path} ls-files | head -n 1); echo stray >>${`${path}/`}"$first"`,
  },
  { how: 'the working tree removed', script: sh`rm -rf ${path}` },
];
