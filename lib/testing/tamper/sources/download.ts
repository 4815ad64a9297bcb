// Tampering with downloads.
import { fileTamperings } from '../files/file-tamperings.js';
import type { DownloadWant } from '../../../resources/sources/download.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<DownloadWant> = ({ path, mode }) => fileTamperings(path, mode);
