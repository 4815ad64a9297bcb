// A cron job in its own file in /etc/cron.d; see crontab(5).
import type { Resource } from '../../model/resource.js';
import { TrueupError } from '../../model/trueup-error.js';
import { sh } from '../../shell/sh.js';
import { checkAccountName } from '../check-paths-and-names.js';
import { defineResource } from '../define-resource.js';
import { ownFiles } from '../files/owned-files.js';
import type { FileContent } from '../files/replace-file.js';

export interface CronWant {
  /** Name of the file: `backup` creates /etc/cron.d/backup. */
  readonly name: string;
  /** Five fields or a keyword: `17 3 * * mon`, `@daily`. */
  readonly schedule: string;
  /** User that runs the command. Defaults to `root`. */
  readonly user?: string;
  /** A single command line for /bin/sh. Trueup escapes `%`, which is special to cron. */
  readonly command: string;
  /** Environment variables. cron's default `PATH` is /usr/bin:/bin; `MAILTO: ''` disables mail. */
  readonly environment?: Readonly<Record<string, string>>;
}

const words = /^@(reboot|yearly|annually|monthly|weekly|daily|midnight|hourly)$/;
const limits = ['0-59', '0-23', '1-31', '1-12', '0-7'];
const names = ['', '', '', 'jan feb mar apr may jun jul aug sep oct nov dec', 'sun mon tue wed thu fri sat'];

function isSchedule(schedule: string): boolean {
  const fields = schedule.split(/[ \t]+/);
  if (fields.length !== limits.length) return words.test(schedule);
  return fields.every((field, at) => {
    const all = limits[at] ?? '';
    const [least = 0, most = 0] = all.split('-').map(Number);
    if (field !== '' && names[at]?.split(' ').includes(field.toLowerCase())) return true;
    return field.split(',').every((part) => {
      const range = /^(\d+)(?:-(\d+)(?:\/(\d+))?)?$/.exec(part.replace(/^\*(?=\/|$)/, all)) ?? [];
      const [, first = '-1', last = first, step = '1'] = range;
      return least <= +first && +first <= +last && +last <= most && +step >= 1 && +step <= most;
    });
  });
}

const escaped = (command: string): string => command.replaceAll('%', '\\%');

/** cron would ignore a job of a missing user. */
function filesOf({ name, schedule, user = 'root', command, environment = {} }: CronWant): [FileContent] {
  const set = Object.entries(environment).map(([key, value]) => `${key}="${value}"\n`);
  const content = `# Written by trueup.\n${set.join('')}${schedule} ${user} ${escaped(command)}\n`;
  return [{ path: `/etc/cron.d/${name}`, content, validate: () => sh`id -u -- ${user} >/dev/null` }];
}

const make = defineResource({ type: 'cron', id: ({ name }: CronWant) => name, ...ownFiles(filesOf) });

/** Requires the package `cron`. Throws E_INPUT for values that cron would ignore or truncate. */
export function cron(want: CronWant): Resource {
  const { name, schedule, user = 'root', command, environment = {} } = want;
  const check = (fine: boolean, why: string): void => {
    if (!fine) throw new TrueupError('E_INPUT', `cron ${JSON.stringify(name)}: ${why}`);
  };
  checkAccountName(user);
  check(/^[\w-]+$/.test(name), 'its name may contain only letters, digits, - and _');
  check(isSchedule(schedule), `${JSON.stringify(schedule)} is not a valid crontab(5) schedule`);
  check(/^.*\S.*$/.test(command), 'its command must be one line');
  check(!command.includes('\\%'), 'its command escapes a %: remove the backslash, because trueup adds one');
  check(Buffer.byteLength(escaped(command)) <= 998, 'its command is longer than 998 bytes');
  for (const [key, value] of Object.entries(environment)) {
    check(/^[a-z_]\w*$/i.test(key), `${JSON.stringify(key)} is not a valid variable name`);
    check(/^[^"\r\n]*$/.test(value), `${key} contains a quotation mark or a line break`);
  }
  return make(want);
}
