// Tampering with releases.
import { sh } from '../../../shell/sh.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<{ root: string }> = ({ root }) => [
  {
    how: 'a changed file',
    script: sh`first=$(find ${root}/current/ -type f | sort | head -n 1); echo stray >>"$first"`,
  },
  {
    how: 'a removed file',
    script: sh`first=$(find ${root}/current/ -type f | sort | head -n 1); rm "$first"`,
  },
  { how: 'current removed', script: sh`rm ${root}/current` },
  { how: 'current points elsewhere', script: sh`ln -sfn releases/nowhere ${root}/current` },
  { how: 'owner', script: sh`chown daemon ${root}/current/.` },
  { how: 'a half-unpacked release', script: sh`mkdir ${root}/releases/.unpack-stray` },
  { how: 'the manifest removed', script: sh`rm ${root}/releases/.manifest-*` },
];
