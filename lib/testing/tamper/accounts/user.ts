// Tampering with users.
import { sh } from '../../../shell/sh.js';
import type { UserWant } from '../../../resources/accounts/user.js';
import { pathsOf, type Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<UserWant> = ({ name, home, shell, comment, group, groups }, all) => [
  { how: 'a password', script: sh`printf '%s:%s\n' ${name} stray | chpasswd`, contained: true },
  ...(home === undefined
    ? []
    : [
        {
          how: 'home',
          script: sh`sed -i ${`s|^\\(${name}:.*\\):[^:]*:\\([^:]*\\)$|\\1:/stray:\\2|`} /etc/passwd`,
          contained: true,
        },
      ]),
  ...(shell === undefined ? [] : [{ how: 'shell', script: sh`chsh -s /bin/sh ${name}`, contained: true }]),
  ...(comment === undefined ? [] : [{ how: 'comment', script: sh`chfn -f stray ${name}`, contained: true }]),
  ...(groups === undefined
    ? []
    : [{ how: 'an extra group', script: sh`gpasswd -a ${name} games >/dev/null`, contained: true }]),
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
  # A group with the name of the user is removed, too.
  case " $(stat -c '%U %G' -- "$path" 2>/dev/null) " in *${` ${name} `}*) printf 'path %s\n' "$path" ;; esac
done
tries=0
until userdel ${name} 2>/dev/null; do
  tries=$((tries + 1))
  [ "$tries" -lt 20 ] || exit 77
  sleep 0.1
done`,
  },
];
