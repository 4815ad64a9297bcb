// Tampering with preferences of apt.
import { fileTamperings } from '../files/file-tamperings.js';
import type { AptPinWant } from '../../../resources/packages/apt-pin.js';
import type { Tamper } from '../tampering.js';

/** Every resource of the type. */
export const tamper: Tamper<AptPinWant> = ({ name }) => fileTamperings(`/etc/apt/preferences.d/${name}`);
