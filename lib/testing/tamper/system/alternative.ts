// Tampering with alternatives.
import { sh } from '../../../shell/sh.js';
import type { AlternativeWant } from '../../../resources/system/alternative.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<AlternativeWant> = ({ name, path }) => [
  {
    how: 'another program',
    script: sh`other=$(update-alternatives --list ${name} | grep -m 1 -vxF ${path}) || exit 77
update-alternatives --quiet --set ${name} "$other"`,
  },
];
