// Tampering with logrotate rules.
import { fileTamperings } from '../files/file-tamperings.js';
import type { LogrotateWant } from '../../../resources/system/logrotate.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<LogrotateWant> = ({ name }) => fileTamperings(`/etc/logrotate.d/${name}`);
