// Tampering with rules of logrotate.
import { fileTamperings } from '../files/file-tamperings.js';
import type { LogrotateWant } from '../../../resources/system/logrotate.js';
import type { Tamper } from '../tampering.js';

/** Every resource of the type. */
export const tamper: Tamper<LogrotateWant> = ({ name }) => fileTamperings(`/etc/logrotate.d/${name}`);
