// Tampering with lines in other programs' files.
import { sh } from '../../../shell/sh.js';
import type { LineWant } from '../../../resources/files/line.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<LineWant> = ({ path, line }) => [
  {
    how: 'removed',
    script: sh`grep -vxF -- ${line} ${path} >/var/tmp/stray || [ $? = 1 ]; cat /var/tmp/stray >${path}`,
  },
];
