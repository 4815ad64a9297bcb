// Tampering with files.
import { fileTamperings } from './file-tamperings.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<{ path: string; mode?: string }> = ({ path, mode }) => fileTamperings(path, mode);
