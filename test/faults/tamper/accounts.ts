// Tamperings of users, groups and keys.
import { sh } from '../../../lib/shell/sh.js';
import type { UserWant } from '../../../lib/resources/accounts/user.js';
import { pathsOf, type Tamper } from './tampering.js';

/** What belonged to a removed user belongs to a number. A user who runs something can't be removed, and need not be. */
export const user: Tamper<UserWant> = ({ name, home, shell, comment, group, groups }, all) => [
  { how: 'a password', script: sh`printf '%s:%s\n' ${name} stray | chpasswd` },
  ...(home === undefined
    ? []
    : [
        {
          how: 'home',
          script: sh`sed -i ${`s|^\\(${name}:.*\\):[^:]*:\\([^:]*\\)$|\\1:/stray:\\2|`} /etc/passwd`,
        },
      ]),
  ...(shell === undefined ? [] : [{ how: 'shell', script: sh`chsh -s /bin/sh ${name}` }]),
  ...(comment === undefined ? [] : [{ how: 'comment', script: sh`chfn -f stray ${name}` }]),
  ...(groups === undefined
    ? []
    : [{ how: 'an extra group', script: sh`gpasswd -a ${name} games >/dev/null` }]),
  ...(group === undefined
    ? []
    : [
        {
          how: 'primary group',
          script: sh`! pgrep -u ${name} >/dev/null || exit 77; usermod -g games ${name}`,
        },
      ]),
  {
    how: 'removed',
    script: sh`! pgrep -u ${name} >/dev/null || exit 77
for path in ${all.flatMap(pathsOf)}; do
  if [ "$(stat -c %U -- "$path" 2>/dev/null)" = ${name} ]; then printf 'path %s\n' "$path"; fi
done
tries=0
until userdel ${name} 2>/dev/null; do
  tries=$((tries + 1))
  [ "$tries" -lt 20 ] || exit 77
  sleep 0.1
done`,
  },
];

export const group: Tamper<{ name: string }> = ({ name }) => [
  { how: 'removed', script: sh`groupdel ${name}` },
];

export const authorizedKey: Tamper<{ user: string; key: string }> = ({ user: name, key }) => {
  const home = sh`cd "$(getent passwd ${name} | cut -d: -f6)"`;
  return [
    { how: 'removed', script: sh`${home}; rm .ssh/authorized_keys` },
    {
      how: 'comment',
      script: sh`${home}; sed -i ${`s|${key.split(' ')[1] ?? ''}.*|& stray|`} .ssh/authorized_keys`,
    },
    { how: 'open to others', script: sh`${home}; chmod 0666 .ssh/authorized_keys` },
  ];
};
