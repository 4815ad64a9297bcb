// Tampering with quadlets.
import { fileTamperings } from '../files/file-tamperings.js';
import type { QuadletWant } from '../../../resources/services/quadlet-want.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<QuadletWant> = ({ name }) =>
  fileTamperings(`/etc/containers/systemd/${name}.container`);
