// What runs at certain times.
import { cron, timer, Type, type Resource, type Static } from '../../lib/kit.js';
import { each, section } from './named-section.js';
import { accountName, environment, nameKey, oneLine, path } from './shared-schemas.js';

const calendar = 'Calendar expression, as in systemd.time(7): `daily`, `Mon..Fri 07:30`.';

const timerEntry = Type.Object(
  {
    command: Type.Optional(oneLine("Command to run: one line for /bin/sh. Can't be combined with `unit`.")),
    unit: Type.Optional(oneLine('A unit to start instead of a command: `backup.service`.')),
    on_calendar: Type.Optional(
      Type.Array(oneLine(calendar), {
        minItems: 1,
        description: 'Calendar expressions, as in systemd.time(7): `[daily, Mon..Fri 07:30]`.',
      }),
    ),
    on_boot_sec: Type.Optional(oneLine('Time to wait after boot: `10min`.')),
    on_unit_active_sec: Type.Optional(oneLine('Time to wait after the last start: `1h`.')),
    persistent: Type.Boolean({
      default: false,
      description: 'Whether to run the job after boot if the host was off at the scheduled time.',
    }),
    randomized_delay_sec: Type.Optional(oneLine('Maximum random delay of each start: `5min`.')),
    accuracy_sec: Type.Optional(
      oneLine("How late systemd may start the job. Defaults to one minute, which is systemd's default."),
    ),
    description: Type.Optional(oneLine('Description of the units. Defaults to the name.')),
    user: Type.Optional(accountName('User who runs the command. Defaults to root.')),
    working_directory: Type.Optional(path('Working directory of the command.')),
    environment: Type.Optional(environment('Environment variables of the command.')),
  },
  { additionalProperties: false },
);

const cronEntry = Type.Object(
  {
    schedule: oneLine('Schedule: five fields, or a word such as `@daily`.'),
    command: oneLine("Command to run: one line for /bin/sh. Don't put a backslash before `%`."),
    user: Type.Optional(accountName('User who runs the command. Defaults to root.')),
    environment: Type.Optional(
      Type.Record(
        Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$' }),
        Type.String({ pattern: String.raw`^[^\u0000-\u001f\u007f]*$`, description: 'Text on one line.' }),
        { description: 'Environment variables of the command.' },
      ),
    ),
  },
  { additionalProperties: false },
);

/** The variables with which an inventory declares scheduled jobs. */
export const scheduleVars = {
  timers: Type.Optional(
    section(
      nameKey,
      timerEntry,
      'systemd timers, by name. If a timer has a command, trueup also creates the service that runs it.',
    ),
  ),
  cron: Type.Optional(section(nameKey, cronEntry, 'Cron jobs, by file name in /etc/cron.d.')),
};

interface ScheduleVars {
  readonly timers?: Readonly<Record<string, Static<typeof timerEntry>>>;
  readonly cron?: Readonly<Record<string, Static<typeof cronEntry>>>;
}

/** The timers, then cron's jobs. */
export function* declaredSchedules({ timers, cron: jobs }: ScheduleVars): Generator<Resource> {
  yield* each('timers', timers, (name, entry) => {
    const { on_calendar, on_boot_sec, on_unit_active_sec, ...more } = entry;
    const { randomized_delay_sec, accuracy_sec, working_directory, ...rest } = more;
    return timer({
      name,
      ...rest,
      ...(on_calendar && { onCalendar: on_calendar }),
      ...(on_boot_sec !== undefined && { onBootSec: on_boot_sec }),
      ...(on_unit_active_sec !== undefined && { onUnitActiveSec: on_unit_active_sec }),
      ...(randomized_delay_sec !== undefined && { randomizedDelaySec: randomized_delay_sec }),
      ...(accuracy_sec !== undefined && { accuracySec: accuracy_sec }),
      ...(working_directory !== undefined && { workingDirectory: working_directory }),
    });
  });
  yield* each('cron', jobs, (name, entry) => cron({ name, ...entry }));
}
