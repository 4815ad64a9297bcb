// Tampering with jobs of cron's.
import { fileTamperings } from '../files/file-tamperings.js';
import type { CronWant } from '../../../resources/system/cron.js';
import type { Tamper } from '../tampering.js';

/** Every resource of the type. */
export const tamper: Tamper<CronWant> = ({ name }) => fileTamperings(`/etc/cron.d/${name}`);
