// Tampering with archives.
import type { ArchiveWant } from '../../../resources/sources/archive.js';
import { sh } from '../../../shell/sh.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<ArchiveWant> = ({ path }) => [
  {
    how: 'a changed file',
    script: sh`first=$(find ${path}/ -type f | sort | head -n 1); echo stray >>"$first"`,
  },
  { how: 'a removed file', script: sh`first=$(find ${path}/ -type f | sort | head -n 1); rm "$first"` },
  { how: 'the link removed', script: sh`rm ${path}` },
  { how: 'owner', script: sh`chown daemon ${`${path}/.`}` },
];
