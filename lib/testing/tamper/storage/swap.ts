// Tampering with swap files.
import { sh } from '../../../shell/sh.js';
import type { SwapWant } from '../../../resources/storage/swap.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<SwapWant> = ({ path }) => [{ how: 'mode', script: sh`chmod 644 ${path}` }];
