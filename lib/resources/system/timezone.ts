// The time zone of the host.
import { Unreadable, type Change, type Resource, type ResourceType } from '../../model/resource.js';
import { TrueupError } from '../../model/trueup-error.js';
import { join, sh } from '../../shell/sh.js';
import { AnswerReader } from '../answer-reader.js';
import { defineResource } from '../define-resource.js';
import { linkType, type LinkHave } from '../files/link.js';
import { replaceFile } from '../files/replace-file.js';

export interface TimezoneWant {
  /** Name of the time zone, as in /usr/share/zoneinfo: `Europe/Berlin`, `Etc/UTC`. */
  readonly name: string;
}

export interface TimezoneHave {
  readonly link: LinkHave;
  /** Content of /etc/timezone, if it exists: some programs of Debian and Ubuntu still read it. */
  readonly named?: string;
}

const folder = '/usr/share/zoneinfo';
const localtime = '/etc/localtime';

/** localtime(5): no file means UTC. */
function zoneOf({ state }: LinkHave): string {
  if (state.kind === 'missing') return 'UTC';
  const target = state.kind === 'symbolic link' ? (state.target ?? '') : state.kind;
  return target.replace(/^.*\/zoneinfo\//, '');
}

function isSame(have: string, want: string): boolean {
  const utc = ['UTC', 'Etc/UTC'];
  return have === want || (utc.includes(have) && utc.includes(want));
}

type Key = 'zone' | 'name';

const timezoneType: ResourceType<TimezoneWant, TimezoneHave, Key> = {
  type: 'timezone',
  id: () => localtime,
  paths: () => [localtime],

  probe: (wants) => sh`
if [ -e /etc/timezone ]; then named=$(head -n 1 /etc/timezone); printf 'is %s\n' "$named"; else echo none; fi
${linkType.probe(wants.map(({ name }) => ({ path: localtime, to: `${folder}/${name}` })))}`,

  read(answer, wants) {
    const reader = new AnswerReader(answer, 'the time zone');
    const line = reader.line();
    const links = linkType.read(
      reader.remainder,
      wants.map(() => ({ path: localtime, to: '' })),
    );
    return links.map((link) =>
      link instanceof Unreadable
        ? link
        : { link, ...(line.startsWith('is ') ? { named: line.slice(3) } : {}) },
    );
  },

  diff({ name: to }, { link, named }) {
    const from = zoneOf(link);
    const changes: Change<Key>[] = isSame(from, to)
      ? []
      : [{ verb: 'update', key: 'zone', what: 'time zone', from, to }];
    if (named !== undefined && !isSame(named, to)) {
      changes.push({ verb: 'update', key: 'name', what: 'name in /etc/timezone', from: named, to });
    }
    return changes;
  },

  apply({ name }, have, changes) {
    const to = `${folder}/${name}`;
    const want = { path: localtime, to };
    const why = `there is no time zone ${name} in ${folder}: the name is misspelt, or the package tzdata is missing`;
    const parts = changes.map(({ key }) =>
      key === 'zone'
        ? linkType.apply(want, have.link, linkType.diff(want, have.link))
        : replaceFile({ path: '/etc/timezone', content: `${name}\n` }),
    );
    return sh`
[ -f ${to} ] || { printf '%s\n' ${why} >&2; exit 1; }
${join(parts)}`;
  },

  undo: { keeps: () => [localtime, '/etc/timezone'] },
};

const make = defineResource(timezoneType);

/** Throws E_INPUT for an invalid name. */
export function timezone(want: TimezoneWant): Resource {
  if (!/^[a-z0-9_+-]+(\/[a-z0-9_+-]+)*$/i.test(want.name)) {
    throw new TrueupError(
      'E_INPUT',
      `${JSON.stringify(want.name)} is not a valid time zone, such as Europe/Berlin`,
    );
  }
  return make(want);
}
