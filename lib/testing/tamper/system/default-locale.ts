// Tampering with the default locale.
import { sh } from '../../../shell/sh.js';
import type { DefaultLocaleWant } from '../../../resources/system/default-locale.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<DefaultLocaleWant> = () => [
  { how: 'another locale', script: sh`echo LANG=C >"$(readlink -f /etc/default/locale)"` },
  { how: 'mode', script: sh`chmod 600 "$(readlink -f /etc/default/locale)"` },
];
