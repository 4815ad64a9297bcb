// Tampering with apt preferences.
import { fileTamperings } from '../files/file-tamperings.js';
import type { AptPinWant } from '../../../resources/packages/apt-pin.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<AptPinWant> = ({ name }) => fileTamperings(`/etc/apt/preferences.d/${name}`);
