// Tampering with sudo's rules.
import { fileTamperings } from '../files/file-tamperings.js';
import type { SudoRuleWant } from '../../../resources/accounts/sudo-rule.js';
import type { Tamper } from '../tampering.js';

/** Every resource of the type. */
export const tamper: Tamper<SudoRuleWant> = ({ name }) => fileTamperings(`/etc/sudoers.d/${name}`, '0440');
