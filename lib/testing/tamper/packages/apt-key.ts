// Tampering with apt keys.
import { sh } from '../../../shell/sh.js';
import type { AptKeyWant } from '../../../resources/packages/apt-key.js';
import { fileTamperings } from '../files/file-tamperings.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. If only a fingerprint is declared, text beside the key changes nothing. */
export const tamper: Tamper<AptKeyWant> = ({ name, sha256 }) => {
  const path = `/etc/apt/keyrings/${name}.asc`;
  return [
    ...fileTamperings(path).filter(({ how }) => sha256 !== undefined || !how.startsWith('content ')),
    {
      how: `another key at ${path}`,
      script: sh`cat /usr/share/keyrings/debian-archive-keyring.gpg >${path}`,
    },
  ];
};
