// Adds what a project needs to an existing package.json; existing entries don't change.
import { messageOf } from '../model/thrown-message.js';
import { TrueupError } from '../model/trueup-error.js';

type Json = Readonly<Record<string, unknown>>;

/** The text with the members of `wanted` that it lacks; the same text if it lacks none. Throws E_INPUT. */
export function completedPackage(text: string, file: string, wanted: string): string {
  const before = parsed(text, file);
  if (before.type !== undefined && before.type !== 'module')
    throw new TrueupError('E_INPUT', `${file}: type is ${JSON.stringify(before.type)}`, {
      hint: 'Roles are ECMAScript modules: set "type": "module", or choose another folder.',
    });
  const after = completed(before, withoutTwice(JSON.parse(wanted) as Json, before));
  return JSON.stringify(after) === JSON.stringify(before) ? text : `${JSON.stringify(after, undefined, 2)}\n`;
}

function parsed(text: string, file: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch (error) {
    throw new TrueupError('E_INPUT', `${file} is not valid JSON: ${messageOf(error)}`);
  }
  throw new TrueupError('E_INPUT', `${file} is not a JSON object`);
}

/** A package that is already a dependency of either kind needs no second entry. */
function withoutTwice(wanted: Json, before: Json): Json {
  const kinds = ['dependencies', 'devDependencies'] as const;
  const known = new Set(kinds.flatMap((kind) => Object.keys(objectOf(before[kind]))));
  const fresh = kinds.map((kind) => {
    const entries = Object.entries(objectOf(wanted[kind])).filter(([name]) => !known.has(name));
    return [kind, entries.length === 0 ? undefined : Object.fromEntries(entries)] as const;
  });
  return { ...wanted, ...Object.fromEntries(fresh) };
}

function completed(before: Json, wanted: Json): Json {
  const result: Record<string, unknown> = { ...before };
  for (const [name, value] of Object.entries(wanted)) {
    const own = before[name];
    if (own === undefined && value !== undefined) result[name] = value;
    else if (isObject(own) && isObject(value)) result[name] = completed(own, value);
  }
  return result;
}

function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
