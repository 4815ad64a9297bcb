// What runs at certain times.
import { cron, timer, Type, type Resource, type Static } from '../../lib/kit.js';
import { each, section } from './section.js';
import { accountName, environment, nameKey, oneLine, path } from './words.js';

const calendar = 'When, as in systemd.time(7): `daily`, `Mon..Fri 07:30`.';

const timerEntry = Type.Object(
  {
    command: Type.Optional(oneLine('What runs: one line as /bin/sh reads it. Excludes `unit`.')),
    unit: Type.Optional(oneLine('A unit to start instead of a command: `backup.service`.')),
    on_calendar: Type.Optional(
      Type.Array(oneLine(calendar), { minItems: 1, description: `A list. ${calendar}` }),
    ),
    on_boot_sec: Type.Optional(oneLine('How long after boot: `10min`.')),
    on_unit_active_sec: Type.Optional(oneLine('How long after the last start: `1h`.')),
    persistent: Type.Boolean({
      default: false,
      description: 'Whether a start that was missed while the host was off is made up for.',
    }),
    randomized_delay_sec: Type.Optional(
      oneLine('Each start is delayed by a random time of up to this length: `5min`.'),
    ),
    accuracy_sec: Type.Optional(oneLine("How late systemd may start it. Defaults to systemd's: one minute.")),
    description: Type.Optional(oneLine('Description of the units. Defaults to the name.')),
    user: Type.Optional(accountName('Who runs the command. Defaults to root.')),
    working_directory: Type.Optional(path('Where the command runs.')),
    environment: Type.Optional(environment('Environment of the command.')),
  },
  { additionalProperties: false },
);

const cronEntry = Type.Object(
  {
    schedule: oneLine('When: five fields, or a word such as `@daily`.'),
    command: oneLine('What runs: one line as /bin/sh reads it. A `%` needs no backslash.'),
    user: Type.Optional(accountName('Who runs it. Defaults to root.')),
    environment: Type.Optional(
      Type.Record(
        Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$' }),
        Type.String({ pattern: String.raw`^[^\u0000-\u001f\u007f]*$`, description: 'A text on one line.' }),
        { description: 'Environment of the command.' },
      ),
    ),
  },
  { additionalProperties: false },
);

/** What an inventory may say of times. */
export const scheduleVars = {
  timers: Type.Optional(
    section(nameKey, timerEntry, 'systemd timers, by name; each with a service for its command.'),
  ),
  cron: Type.Optional(section(nameKey, cronEntry, 'Jobs of cron, by the name of their file in /etc/cron.d.')),
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
