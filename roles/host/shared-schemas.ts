// Schemas that several sections share: paths, accounts, modes, lines.
import { Type, type Schema, type Secret } from '../../lib/kit.js';

/** Absolute, without empty, `.` and `..` parts, on one line. */
const absolute = String.raw`^(/(?!\.{1,2}(/|$))[^/\u0000-\u001f\u007f]+)+$`;
const account = '^[A-Za-z_][A-Za-z0-9_.-]{0,31}$';
const line = String.raw`^[^\u0000-\u001f\u007f]+$`;

/** An entry's name that is a path. */
export const pathKey = Type.String({ pattern: absolute });
/** An entry's name that is also the name of a file, a user or a unit. */
export const nameKey = Type.String({ pattern: '^[A-Za-z0-9_][A-Za-z0-9_.@:-]*$' });
/** An entry's name that is free text on one line. */
export const titleKey = Type.String({ pattern: line });

/** An absolute path on the host. */
export const path = (description: string): Schema<string> => Type.String({ pattern: absolute, description });
/** The name of a user or group. */
export const accountName = (description: string): Schema<string> =>
  Type.String({ pattern: account, description });
/** One line of text. */
export const oneLine = (description: string): Schema<string> => Type.String({ pattern: line, description });
/** The words of a command, one per argument. */
export const words = (description: string): Schema<readonly string[]> =>
  Type.Array(Type.String({ pattern: line }), { minItems: 1, description });
/** Text that is a secret if it is written as one. */
export const textOrSecret = (description: string): Schema<string | Secret> =>
  Type.Unsafe<string | Secret>({ type: 'string', secret: 'if sealed', description });

/** Owner, group and mode, of a file or folder. */
export const ownership = (mode: string) => ({
  owner: Type.Optional(
    Type.String({
      pattern: `${account}|^[0-9]+$`,
      description: 'Owner: a name or numeric ID. Defaults to root.',
    }),
  ),
  group: Type.Optional(
    Type.String({
      pattern: `${account}|^[0-9]+$`,
      description: 'Group: a name or numeric ID. Defaults to root.',
    }),
  ),
  mode: Type.Optional(
    Type.String({
      pattern: '^[0-7]{4}$',
      description: `Four octal digits, in quotes. Defaults to '${mode}'.`,
    }),
  ),
});

/** Environment variables; a value may be a secret. */
export const environment = (description: string) =>
  Type.Record(Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$' }), textOrSecret('Text or a secret.'), {
    description,
  });
