// Tampering with units and drop-ins.
import { fileTamperings } from '../files/file-tamperings.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<{ path: string }> = ({ path }) => fileTamperings(`/etc/systemd/system/${path}`);
