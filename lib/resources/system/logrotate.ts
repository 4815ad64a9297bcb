// A logrotate rule in its own file in /etc/logrotate.d; see logrotate(8).
import type { Resource } from '../../model/resource.js';
import { TrueupError } from '../../model/trueup-error.js';
import { sh } from '../../shell/sh.js';
import { checkAccountName, checkMode, checkPath } from '../check-paths-and-names.js';
import { defineResource } from '../define-resource.js';
import { removeFile } from '../files/file.js';
import { ownFiles } from '../files/owned-files.js';
import type { FileContent } from '../files/replace-file.js';

/** The names are those of logrotate(8). */
export interface LogrotateWant {
  /** Name of the file: `app` creates /etc/logrotate.d/app. */
  readonly name: string;
  /** Absolute paths of the logs, in which `*`, `?` and `[` are wildcards. Missing logs are ignored. */
  readonly paths: readonly string[];
  /** How often the logs are rotated. */
  readonly frequency: 'daily' | 'weekly' | 'monthly' | 'yearly';
  /** Number of rotated logs to keep. */
  readonly rotate: number;
  /** Minimum size: a smaller log isn't rotated even when it is due. In bytes, or with a suffix: `100k`, `10M`, `1G`. */
  readonly minsize?: string;
  /** Maximum size: a larger log is rotated before it is due. */
  readonly maxsize?: string;
  /** Size above which a log is rotated, regardless of `frequency`. */
  readonly size?: string;
  /** Number of days after which a rotated log is removed. */
  readonly maxage?: number;
  /** Whether to compress rotated logs. */
  readonly compress?: boolean;
  /** Whether to compress a rotated log only at the next rotation, for programs that continue to write to it. */
  readonly delaycompress?: boolean;
  /** Whether to skip empty logs. */
  readonly notifempty?: boolean;
  /** Whether to append the date, instead of a number, to the name of a rotated log. */
  readonly dateext?: boolean;
  /** Whether to copy the log and truncate it in place. Lines that are written in between are lost. */
  readonly copytruncate?: boolean;
  /** Mode, owner and group of the new log. */
  readonly create?: { readonly mode: string; readonly owner: string; readonly group: string };
  /** User and group that logrotate runs as. Required if users other than root can write to the logs' folder. */
  readonly su?: { readonly user: string; readonly group: string };
  /** Whether to run `postrotate` once for all logs instead of once for each log. */
  readonly sharedscripts?: boolean;
  /** Shell commands to run after a rotation. */
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
  // On a host on which logrotate never ran, its state file may be missing, which it reports as an error.
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
  // logrotate reads files with almost any name, but none with the suffix `.disabled`.
  undo: {
    ...files.undo,
    remove(want) {
      const [one] = filesOf(want);
      return removeFile(one, `${one.path}.disabled`);
    },
  },
});

/**
 * Requires the package `logrotate`, which checks the rule before it takes effect. Throws E_INPUT for values that logrotate
 * would misread.
 */
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
  check(
    /\S/.test(postrotate) && !/[\r\0]/.test(postrotate),
    'postrotate is empty, or contains a carriage return or a NUL byte',
  );
  check(
    !/^\s*endscript\b/m.test(postrotate),
    'postrotate contains endscript, which would end the script early',
  );
  return make(want);
}
