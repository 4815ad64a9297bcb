// Tampering with kernel modules.
import { fileTamperings } from '../files/file-tamperings.js';
import type { KernelModuleWant } from '../../../resources/system/kernel-module.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<KernelModuleWant> = ({ name, load = true, blacklist = false }) =>
  fileTamperings(
    `/etc/${load && !blacklist ? 'modules-load.d' : 'modprobe.d'}/trueup-${name.replaceAll('-', '_')}.conf`,
  );
