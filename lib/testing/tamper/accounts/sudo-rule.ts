// Tampering with sudo rules.
import { fileTamperings } from '../files/file-tamperings.js';
import type { SudoRuleWant } from '../../../resources/accounts/sudo-rule.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<SudoRuleWant> = ({ name }) => fileTamperings(`/etc/sudoers.d/${name}`, '0440');
