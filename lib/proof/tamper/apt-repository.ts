// Tampering with package sources.
import { fileTamperings } from './file-tamperings.js';
import type { Tamper } from './tampering.js';

/** Every resource of the type. */
export const tamper: Tamper<{ name: string; key?: string }> = ({ name, key }) =>
  [
    ...(key === undefined ? [] : [`/etc/apt/keyrings/${name}.asc`]),
    `/etc/apt/preferences.d/${name}`,
    `/etc/apt/sources.list.d/${name}.sources`,
  ].flatMap((path) => fileTamperings(path));
