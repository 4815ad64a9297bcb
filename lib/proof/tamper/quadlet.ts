// Tampering with quadlets.
import { fileTamperings } from './file-tamperings.js';
import type { QuadletWant } from '../../resources/services/quadlet-want.js';
import type { Tamper } from './tampering.js';

/** Every resource of the type. */
export const tamper: Tamper<QuadletWant> = ({ name: own }) =>
  fileTamperings(`/etc/containers/systemd/${own}.container`);
