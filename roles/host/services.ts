// Services, and the files whose changes they follow.
import { service, sh, TrueupError, Type, type Resource, type Static } from '../../lib/kit.js';
import type { FileEntry } from './file-entry.js';
import { each, naming, section } from './named-section.js';
import { nameKey, words } from './shared-schemas.js';

const serviceEntry = Type.Object(
  {
    running: Type.Boolean({
      default: true,
      description: 'Whether the unit should be running; if false, it is stopped.',
    }),
    enabled: Type.Union([Type.Boolean(), Type.Literal('as it is')], {
      default: true,
      description: 'Whether to start the unit at boot; `as it is` leaves this setting unchanged.',
    }),
    test: Type.Optional(
      words(
        'A program that checks the configuration, and its arguments. If the program fails, the service is neither reloaded nor restarted.',
      ),
    ),
  },
  { additionalProperties: false },
);

/** The variables with which an inventory declares services. */
export const serviceVars = {
  services: Type.Optional(
    section(
      nameKey,
      serviceEntry,
      'systemd units, by name; a name without a suffix is a service. `{}` means that the unit runs, and starts at boot. When a file changes, the units that it lists under `reload` and `restart` are reloaded or restarted.',
    ),
  ),
};

interface ServiceVars {
  readonly services?: Readonly<Record<string, Static<typeof serviceEntry>>>;
  readonly files?: Readonly<Record<string, FileEntry | 'absent'>>;
}

/** Throws E_INPUT if a file names a service that isn't declared. */
function* followers({ services = {}, files = {} }: ServiceVars): Generator<[path: string, entry: FileEntry]> {
  for (const [path, entry] of Object.entries(files)) {
    if (entry === 'absent') continue;
    for (const action of ['reload', 'restart'] as const)
      for (const unit of entry[action] ?? []) {
        if (Object.hasOwn(services, unit)) continue;
        naming(`host.files.${path}.${action}`, () => {
          throw new TrueupError('E_INPUT', `${unit} is not in host.services`, {
            hint: `Add ${unit}: {} to host.services. A service of another role is reloaded only when that role's files change.`,
          });
        });
      }
    yield [path, entry];
  }
}

/** The services. `declared` are the files of the role. */
export function* declaredServices(vars: ServiceVars, declared: readonly Resource[]): Generator<Resource> {
  const files = [...followers(vars)];
  const naming = (unit: string, action: 'reload' | 'restart'): readonly Resource[] =>
    files.flatMap(([path, entry]) =>
      entry[action]?.includes(unit) === true ? declared.filter(({ id }) => id === `file ${path}`) : [],
    );
  yield* each('services', vars.services, (unit, { test, ...rest }) =>
    service({
      unit,
      ...rest,
      reloadOn: naming(unit, 'reload'),
      restartOn: naming(unit, 'restart'),
      ...(test && { test: sh`${test}` }),
    }),
  );
}
