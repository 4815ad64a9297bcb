// How some logs are rotated: a file of its own below /etc/logrotate.d, logrotate(8).
import type { Resource } from '../../model/resource.js';
import { TrueupError } from '../../model/trueup-error.js';
import { sh } from '../../shell/sh.js';
import { checkAccountName, checkMode, checkPath } from '../check-words.js';
import { defineResource } from '../define-resource.js';
import { removeFile } from '../files/file.js';
import { ownFiles } from '../files/owned-files.js';
import type { FileContent } from '../files/replace-file.js';

/** Named as in logrotate(8). */
export interface LogrotateWant {
  /** Of the file: `app` is /etc/logrotate.d/app. */
  readonly name: string;
  /** The logs: absolute, with `*`, `?` and `[` as patterns. */
  readonly paths: readonly string[];
  readonly frequency: 'daily' | 'weekly' | 'monthly' | 'yearly';
  /** How many rotated logs stay. */
  readonly rotate: number;
  /** Rotates a log only once it is that large: `100k`, `10M`, `1G`. */
  readonly minsize?: string;
  /** Rotates a log before its time if it is that large. */
  readonly maxsize?: string;
  /** Instead of `frequency`: rotates a log once it is that large, whenever that is. */
  readonly size?: string;
  /** Days after which a rotated log goes. */
  readonly maxage?: number;
  readonly compress?: boolean;
  /** Leaves the newest rotated log as it is: for programs that go on writing to it. */
  readonly delaycompress?: boolean;
  readonly notifempty?: boolean;
  readonly dateext?: boolean;
  /** Copies the log and empties it in place; what is written meanwhile is lost. */
  readonly copytruncate?: boolean;
  /** The new log's mode, owner and group. */
  readonly create?: { readonly mode: string; readonly owner: string; readonly group: string };
  /** Whom logrotate becomes, for a folder in which others than root may write. */
  readonly su?: { readonly user: string; readonly group: string };
  /** `postrotate` is run once for all logs, not once for each. */
  readonly sharedscripts?: boolean;
  /** Lines for /bin/sh, after a rotation. */
  readonly postrotate?: string;
}

const switches = [
  'compress',
  'delaycompress',
  'notifempty',
  'dateext',
  'copytruncate',
  'sharedscripts',
] as const;
const sizes = ['size', 'minsize', 'maxsize'] as const;

function filesOf(want: LogrotateWant): [FileContent] {
  const { name, paths, frequency, rotate, maxage, create, su, postrotate } = want;
  const words = [
    frequency,
    `rotate ${rotate}`,
    'missingok',
    ...sizes.flatMap((one) => (want[one] === undefined ? [] : [`${one} ${want[one]}`])),
    ...(maxage === undefined ? [] : [`maxage ${maxage}`]),
    ...switches.filter((one) => want[one]),
    ...(create ? [`create ${create.mode} ${create.owner} ${create.group}`] : []),
    ...(su ? [`su ${su.user} ${su.group}`] : []),
    ...(postrotate === undefined ? [] : ['postrotate', ...postrotate.trimEnd().split('\n'), 'endscript']),
  ];
  const logs = paths.map((path) => (/\s/.test(path) ? `"${path}"` : path)).join('\n');
  const content = `# Written by trueup.\n${logs} {\n${words.map((word) => `  ${word}\n`).join('')}}\n`;
  // On a host on which it never ran, it may miss its own state file, and calls that an error.
  const validate = (staged: string): ReturnType<typeof sh> => sh`
command -v logrotate >/dev/null || { echo 'logrotate is not installed: install the package logrotate' >&2; exit 1; }
said=$(logrotate -d -s /dev/null ${staged} 2>&1) || { printf '%s\n' "$said" >&2; exit 1; }
case $said in *'error: '*) printf '%s\n' "$said" >&2; exit 1 ;; esac`;
  return [{ path: `/etc/logrotate.d/${name}`, content, validate }];
}

const files = ownFiles(filesOf);

const make = defineResource<LogrotateWant, Parameters<(typeof files)['diff']>[1]>({
  type: 'logrotate',
  id: ({ name }) => name,
  ...files,
  // logrotate reads files of nearly all names: not this one.
  undo: {
    ...files.undo,
    remove(want) {
      const [one] = filesOf(want);
      return removeFile(one, `${one.path}.disabled`);
    },
  },
});

/** A rule of logrotate's, which comes with the package `logrotate`, and judges it before it counts. Throws E_INPUT for what would be another rule. */
export function logrotate(want: LogrotateWant): Resource {
  const { name, paths, frequency, rotate, maxage = 1, create, su, postrotate = 'x' } = want;
  const check = (fine: boolean, why: string): void => {
    if (!fine) throw new TrueupError('E_INPUT', `logrotate ${JSON.stringify(name)}: ${why}`);
  };
  check(/^[A-Za-z0-9][\w-]*$/.test(name), 'its name may contain only letters, digits, - and _');
  check(paths.length > 0, 'it has no path');
  for (const path of paths) {
    checkPath(path);
    check(
      !/["'{}\\\p{Cc}]/u.test(path),
      `${JSON.stringify(path)} contains a quotation mark, brace or backslash`,
    );
  }
  check(
    /^(daily|weekly|monthly|yearly)$/.test(frequency),
    `${JSON.stringify(frequency)} is not a valid frequency`,
  );
  check(Number.isInteger(rotate) && rotate >= 0, `rotate is ${rotate}; it must be 0 or more`);
  check(Number.isInteger(maxage) && maxage >= 1, `maxage is ${maxage}; it must be 1 or more`);
  for (const one of sizes)
    check(/^\d+[kMG]?$/.test(want[one] ?? '1'), `${JSON.stringify(want[one])} is not a valid size`);
  checkMode(create?.mode);
  for (const account of [create?.owner, create?.group, su?.user, su?.group])
    checkAccountName(account ?? 'root');
  check(/\S/.test(postrotate) && !/[\r\0]/.test(postrotate), 'postrotate is empty or not a string');
  check(
    !/^\s*endscript\b/m.test(postrotate),
    'postrotate contains endscript, which would end the script early',
  );
  return make(want);
}
