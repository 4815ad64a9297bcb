// Checks the declaration of a timer.
import { Secret } from '../../model/secret.js';
import { TrueupError } from '../../model/trueup-error.js';
import { checkAccountName, checkPath } from '../check-paths-and-names.js';
import { checkUnit } from '../services/unit-name.js';
import type { TimerWant } from './timer-want.js';

const units =
  'us|usec|µs|ms|msec|s|sec|second|seconds|m|min|minute|minutes|h|hr|hour|hours|d|day|days|w|week|weeks|M|month|months|y|year|years';
/** A span of systemd.time(7): `90`, `1h 30min`. */
const span = new RegExp(`^\\d+(\\.\\d+)?( ?(${units}))?( ?\\d+(\\.\\d+)? ?(${units}))*$`);

/** Throws E_INPUT for values that systemd would refuse, ignore or misread. Calendar events are checked on the host. */
export function checkTimer(want: TimerWant): void {
  const { name, command, unit, onCalendar = [], environment = {} } = want;
  const check = (fine: boolean, why: string): void => {
    if (!fine) throw new TrueupError('E_INPUT', `timer ${JSON.stringify(name)}: ${why}`);
  };
  check(
    /^[a-z0-9]([\w.:-]{0,200}\w)?$/i.test(name) && !/\.(timer|service)$/.test(name),
    'its name must be a valid unit name without a suffix',
  );
  check((command === undefined) !== (unit === undefined), 'it needs either `command` or `unit`');
  check(command === undefined || /^[^\r\n]*\S[^\r\n]*$/.test(command), 'its command must be one line');
  if (unit !== undefined) {
    check(checkUnit(unit) === unit, `its unit ${JSON.stringify(unit)} needs a suffix, such as .service`);
    const only = (['user', 'workingDirectory', 'environment'] as const).filter(
      (key) => want[key] !== undefined,
    );
    check(only.length === 0, `${only.join(', ')} can only be set with a command`);
  }
  const times = [onCalendar].flat();
  const spans = (['onBootSec', 'onUnitActiveSec', 'randomizedDelaySec', 'accuracySec'] as const).map(
    (key) => [key, want[key]] as const,
  );
  check(
    times.length > 0 || want.onBootSec !== undefined || want.onUnitActiveSec !== undefined,
    'it needs a time: `onCalendar`, `onBootSec` or `onUnitActiveSec`',
  );
  for (const time of times)
    check(
      /^[a-z0-9*][\w *:,./~+-]*$/i.test(time),
      `${JSON.stringify(time)} is not a valid systemd.time(7) calendar event`,
    );
  for (const [key, value = '0'] of spans)
    check(span.test(value), `${key} ${JSON.stringify(value)} is not a valid time span, such as 1h 30min`);
  check(!want.persistent || times.length > 0, '`persistent` requires `onCalendar`');
  check(
    /^([^\r\n]*[^\r\n\\])?$/.test(want.description ?? ''),
    'its description contains a line break or ends with a backslash',
  );
  if (want.user !== undefined) checkAccountName(want.user);
  if (want.workingDirectory !== undefined) checkPath(want.workingDirectory);
  check(
    /^([^\r\n]*[^\r\n\\])?$/.test(want.workingDirectory ?? ''),
    'its working directory contains a line break or ends with a backslash',
  );
  for (const [key, value] of Object.entries(environment)) {
    check(/^[a-z_]\w*$/i.test(key), `${JSON.stringify(key)} is not a valid variable name`);
    const text = value instanceof Secret ? value.reveal() : value;
    check(!/[\r\n\0]/.test(text), `${key} contains a line break`);
  }
}
