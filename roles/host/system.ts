// Kernel settings, and which program a name stands for.
import { alternative, sysctl, Type, type Resource } from '../../lib/kit.js';
import { each, section } from './named-section.js';
import { nameKey, path } from './shared-schemas.js';

/** The variables with which an inventory configures the system. */
export const systemVars = {
  sysctl: Type.Optional(
    section(
      Type.String({ pattern: '^[A-Za-z0-9_][A-Za-z0-9_./:-]*$' }),
      Type.Unsafe<string | number>({
        type: ['string', 'integer'],
        pattern: String.raw`^[^\u0000-\u001f\u007f]+$`,
        description: 'A number or text on one line.',
      }),
      'Kernel settings, by key (`net.ipv4.ip_forward`). They are set now and at each boot.',
    ),
  ),
  alternatives: Type.Optional(
    section(
      nameKey,
      path('The program.'),
      'Alternatives, as in update-alternatives(1): the program that provides a name such as `editor`.',
    ),
  ),
};

interface SystemVars {
  readonly sysctl?: Readonly<Record<string, string | number>>;
  readonly alternatives?: Readonly<Record<string, string>>;
}

/** The settings, then the alternatives. */
export function* declaredSystem({ sysctl: settings, alternatives }: SystemVars): Generator<Resource> {
  yield* each('sysctl', settings, (key, value) => sysctl({ key, value: String(value) }));
  yield* each('alternatives', alternatives, (name, program) => alternative({ name, path: program }));
}
