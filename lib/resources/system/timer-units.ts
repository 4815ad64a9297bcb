// The units of a timer, and the file with its secrets.
import { Secret } from '../../model/secret.js';
import { quoteForCommand, quoteForUnit } from '../../shell/quote-for-unit.js';
import type { OwnFile } from '../files/replace-file.js';
import type { UnitWant } from '../services/unit.js';
import type { TimerWant } from './timer-want.js';

/** `backup.timer`. */
export const timerOf = ({ name }: Pick<TimerWant, 'name'>): string => `${name}.timer`;

const head = (title: string): string =>
  `# Written by trueup.\n[Unit]\nDescription=${title.replaceAll('%', '%%')}\n`;

/** A line `key=value` for each value that is set. */
function settings(values: Readonly<Record<string, string | readonly string[] | undefined>>): string {
  return Object.entries(values)
    .flatMap(([key, value = []]) => [value].flat().map((one) => `${key}=${one}\n`))
    .join('');
}

function secretsOf({ environment = {} }: TimerWant): readonly (readonly [string, Secret])[] {
  return Object.entries(environment).flatMap(([key, value]) =>
    value instanceof Secret ? [[key, value] as const] : [],
  );
}

function serviceText(want: TimerWant, command: string): string {
  const { description = want.name, user, workingDirectory, environment = {} } = want;
  const open = Object.entries(environment).filter(([, value]) => !(value instanceof Secret));
  const own = settings({
    Type: 'oneshot',
    User: user,
    WorkingDirectory: workingDirectory?.replaceAll('%', '%%'),
    Environment: open.map(([key, value]) => quoteForUnit(`${key}=${String(value)}`)),
    EnvironmentFile: secretsOf(want).length > 0 ? environmentPath(want) : undefined,
    ExecStart: `/bin/sh -c ${quoteForCommand(command)}`,
  });
  return `${head(description)}\n[Service]\n${own}`;
}

function timerText(want: TimerWant): string {
  const { name, unit = `${name}.service`, description = name } = want;
  const own = settings({
    OnCalendar: want.onCalendar,
    OnBootSec: want.onBootSec,
    OnUnitActiveSec: want.onUnitActiveSec,
    Persistent: want.persistent === true ? 'yes' : undefined,
    RandomizedDelaySec: want.randomizedDelaySec,
    AccuracySec: want.accuracySec,
    Unit: unit,
  });
  return `${head(description)}\n[Timer]\n${own}\n[Install]\nWantedBy=timers.target\n`;
}

/** Unit files below /etc/systemd/system; the timer comes last. */
export function unitFiles(want: TimerWant): readonly (UnitWant & { readonly content: string })[] {
  const service = `${want.name}.service`;
  return [
    ...(want.command === undefined
      ? []
      : [{ path: service, unit: service, content: serviceText(want, want.command) }]),
    { path: timerOf(want), unit: timerOf(want), content: timerText(want) },
  ];
}

const environmentPath = ({ name }: TimerWant): string => `/etc/systemd/system/${name}.env`;

/** systemd.exec(5), EnvironmentFile=: within double quotes, these characters are escaped with a backslash. */
const quoted = (text: string): string => `"${text.replaceAll(/["\\`$]/g, '\\$&')}"`;

/** The file with the secrets; absent if there are none. */
export function environmentFile(want: TimerWant): readonly [OwnFile] {
  const path = environmentPath(want);
  const lines = secretsOf(want).map(([key, value]) => `${key}=${quoted(value.reveal())}\n`);
  return [lines.length === 0 ? { path } : { path, content: new Secret(lines.join('')), mode: '0600' }];
}
