// Tampering with directories.
import { sh } from '../../../shell/sh.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<{ path: string; mode?: string }> = ({ path, mode }) => [
  { how: 'mode', script: sh`chmod ${mode === '0705' ? '0707' : '0705'} ${path}`, contained: true },
  { how: 'owner', script: sh`chown daemon ${path}`, contained: true },
  { how: 'group', script: sh`chgrp games ${path}`, contained: true },
  { how: 'removed', script: sh`find ${path} -mindepth 1 -printf 'path %p\n'; rm -rf ${path}` },
];
