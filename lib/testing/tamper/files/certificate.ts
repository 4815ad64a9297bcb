// Tampering with certificates.
import { fileTamperings } from './file-tamperings.js';
import type { Tamper } from '../tampering.js';

/** Every resource of the type. */
export const tamper: Tamper<{ certificate: string; key: string; keyMode?: string }> = (want) => [
  ...fileTamperings(want.certificate),
  ...fileTamperings(want.key, want.keyMode ?? '0600'),
];
