// Tampering with authorized keys.
import { sh } from '../../../shell/sh.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<{ user: string; key: string }> = ({ user: name, key }) => {
  const home = sh`cd "$(getent passwd ${name} | cut -d: -f6)"`;
  return [
    { how: 'removed', script: sh`${home}; rm .ssh/authorized_keys` },
    {
      how: 'comment',
      script: sh`${home}; sed -i ${`s|${key.split(' ')[1] ?? ''}.*|& stray|`} .ssh/authorized_keys`,
    },
    { how: 'writable by others', script: sh`${home}; chmod 0666 .ssh/authorized_keys` },
  ];
};
