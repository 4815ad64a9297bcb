// Tampering with locales.
import { sh } from '../../../shell/sh.js';
import type { LocaleWant } from '../../../resources/system/locale.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<LocaleWant> = ({ name }) => [
  {
    how: 'entry',
    script: sh`cp /etc/locale.gen /var/tmp/stray; awk -v name=${name} '$1 != name' /var/tmp/stray >/etc/locale.gen`,
  },
];
