// Tampering with kernel parameters.
import { fileTamperings } from '../files/file-tamperings.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<{ key: string }> = ({ key }) => [
  ...fileTamperings(`/etc/sysctl.d/99-trueup-${key.replaceAll('/', '-')}.conf`),
];
