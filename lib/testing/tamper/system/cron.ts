// Tampering with cron jobs.
import { fileTamperings } from '../files/file-tamperings.js';
import type { CronWant } from '../../../resources/system/cron.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<CronWant> = ({ name }) => fileTamperings(`/etc/cron.d/${name}`);
