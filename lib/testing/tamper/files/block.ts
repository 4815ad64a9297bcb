// Tampering with blocks in other programs' files.
import { sh } from '../../../shell/sh.js';
import type { BlockWant } from '../../../resources/files/block.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<BlockWant> = ({ path, name, comment = '#' }) => [
  { how: 'an extra line', script: sh`sed -i ${`s/^${comment} trueup: end ${name}$/stray\\n&/`} ${path}` },
  { how: 'the end marker removed', script: sh`sed -i ${`/^${comment} trueup: end ${name}$/d`} ${path}` },
];
