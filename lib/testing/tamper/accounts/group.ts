// Tampering with groups.
import { sh } from '../../../shell/sh.js';
import type { UserWant } from '../../../resources/accounts/user.js';
import { pathsOf, type Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<{ name: string }> = ({ name }, all) => {
  const members = all.filter(({ type, want }) => {
    const { group, groups = [] } = want as UserWant;
    return type.type === 'user' && [group, ...groups].includes(name);
  });
  return [
    {
      how: 'removed',
      script: sh`
for path in ${all.flatMap(pathsOf)}; do
  if [ "$(stat -c %G -- "$path" 2>/dev/null)" = ${name} ]; then printf 'path %s\n' "$path"; fi
done
for member in ${members.map(({ id }) => id)}; do printf 'resource %s\n' "$member"; done
groupdel ${name}`,
    },
  ];
};
