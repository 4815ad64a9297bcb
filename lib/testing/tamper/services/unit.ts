// Tampering with units and drop-ins.
import { fileTamperings } from '../files/file-tamperings.js';
import type { Tamper } from '../tampering.js';

/** Every resource of the type. */
export const tamper: Tamper<{ path: string }> = ({ path }) => fileTamperings(`/etc/systemd/system/${path}`);
