// Tampering with certificates.
import { fileTamperings } from './file-tamperings.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<{ certificate: string; key: string; keyMode?: string }> = (want) => [
  ...fileTamperings(want.certificate),
  ...fileTamperings(want.key, want.keyMode ?? '0600'),
];
