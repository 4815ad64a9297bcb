// A unit file or a drop-in of ours below /etc/systemd/system, known to systemd.
import type { Change, Resource, ResourceType } from '../model/resource.js';
import { Secret } from '../model/secret.js';
import { TrueupError } from '../model/trueup-error.js';
import { sh } from '../shell/sh.js';
import { defineResource } from './define-resource.js';
import { readUnits, type UnitHave } from './read-units.js';

interface UnitWant {
  /** Below /etc/systemd/system: `app.service`, `nginx.service.d/limits.conf`. */
  readonly path: string;
  /** The unit that it configures. */
  readonly unit: string;
  readonly content: string | Secret;
}

const folder = '/etc/systemd/system';

function fileOf({ path }: UnitWant): string {
  return `${folder}/${path}`;
}

const unitType: ResourceType<UnitWant, UnitHave> = {
  type: 'systemd.unit',

  id: ({ path }) => path,

  // Each line of a file comes with a bar before it, and an empty line after the last: nothing in it can look like a
  // heading, and a missing newline at its end shows. NeedDaemonReload is systemd's own comparison with the disk.
  probe(wants) {
    return sh`
for file in ${wants.map(fileOf)}; do
  printf '== file\n'
  if [ -L "$file" ]; then printf 'link %s\n' "$(readlink -- "$file")"
  elif [ -e "$file" ]; then stat -c 'mode %04a %U:%G' -- "$file"; sed 's/^/|/' "$file"; echo; fi
done
echo '== units'
systemctl show --no-pager -p Id,NeedDaemonReload -- ${wants.map(({ unit }) => unit)}`;
  },

  read: (answer, wants) => readUnits(answer, wants.length),

  diff({ content }, have) {
    const changes: Change[] = [];
    const text = typeof content === 'string' ? content : content.reveal();
    const shown = (value: string): string | Secret =>
      typeof content === 'string' ? value : new Secret(value);
    if (!have.file) {
      const from = have.link === undefined ? {} : { from: `a link to ${have.link}` };
      changes.push({
        verb: have.link === undefined ? 'create' : 'update',
        what: 'content',
        ...from,
        to: content,
      });
    } else {
      if (have.file.text !== text)
        changes.push({ verb: 'update', what: 'content', from: shown(have.file.text), to: content });
      if (have.file.access !== '0644 root:root') {
        changes.push({ verb: 'update', what: 'access', from: have.file.access, to: '0644 root:root' });
      }
    }
    if (have.needsReload) changes.push({ verb: 'run', what: 'daemon-reload' });
    return changes;
  },

  apply(want, _have, changes) {
    const file = fileOf(want);
    const write = sh`
( umask 022; mkdir -p -- ${file.replace(/\/[^/]*$/, '')} )
: >${file}.trueup
chown root:root ${file}.trueup; chmod 0644 ${file}.trueup
printf '%s' ${want.content} >${file}.trueup
mv -fT ${file}.trueup ${file}`;
    return sh`${changes.some(({ verb }) => verb !== 'run') ? write : sh``}
systemctl daemon-reload`;
  },

  inputs: (want) => [fileOf(want)],
};

const make = defineResource(unitType);

/** systemd.unit(5), "Unit names". */
const unitName = /^[\w:.\\@-]+\.(service|socket|timer|path|mount|automount|swap|target|slice)$/;

function checked(name: string): string {
  if (unitName.test(name)) return name;
  throw new TrueupError(
    'E_INPUT',
    `${JSON.stringify(name)} is no name of a unit; it needs a suffix as in app.service`,
  );
}

/** A unit file of ours. Throws E_INPUT for a name that no unit can have. */
export function unit({ name, content }: { name: string; content: string | Secret }): Resource {
  return make({ path: checked(name), unit: name, content });
}

/** A drop-in for somebody else's unit: `dropIn({ unit: 'nginx.service', name: 'limits', content })`. */
export function dropIn(want: { unit: string; name: string; content: string | Secret }): Resource {
  const name = want.name.replace(/\.conf$/, '');
  if (!/^[\w.-]+$/.test(name))
    throw new TrueupError('E_INPUT', `${JSON.stringify(want.name)} is no name of a drop-in`);
  return make({ path: `${checked(want.unit)}.d/${name}.conf`, unit: want.unit, content: want.content });
}
