// Tampering with package sources.
import type { RepositoryWant } from '../../../resources/packages/repository.js';
import { fileTamperings } from '../files/file-tamperings.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<RepositoryWant> = ({ name, key }) =>
  [
    ...(typeof key !== 'string' ? [] : [`/etc/apt/keyrings/${name}.asc`]),
    `/etc/apt/preferences.d/${name}`,
    `/etc/apt/sources.list.d/${name}.sources`,
  ].flatMap((path) => fileTamperings(path));
