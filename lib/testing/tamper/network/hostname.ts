// Tampering with the host's name.
import { sh } from '../../../shell/sh.js';
import { fileTamperings } from '../files/file-tamperings.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<{ name: string }> = () => [
  { how: 'name', script: sh`hostname stray` },
  ...fileTamperings('/etc/hostname'),
];
