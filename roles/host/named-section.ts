// A section of the role's variables: entries by name, which groups add to each other's.
import { TrueupError, Type, type Resource, type Schema } from '../../lib/kit.js';

/** A mapping of names to entries. Groups and hosts add entries; an entry replaces the one that it overrides as a whole. */
export const section = <Entry>(
  key: Schema<string>,
  entry: Schema<Entry>,
  description: string,
): Schema<Readonly<Record<string, Entry>>> =>
  Type.Record<Schema<Entry>>(key, entry, { merged: true, description });

/** The resources that `make` declares for each entry. If it throws E_INPUT, the error names the variable. */
export function* each<Entry>(
  name: string,
  entries: Readonly<Record<string, Entry>> | undefined,
  make: (key: string, entry: Entry) => Resource | readonly Resource[],
): Generator<Resource> {
  for (const [key, entry] of Object.entries(entries ?? {}))
    yield* [naming(`host.${name}.${key}`, () => make(key, entry))].flat();
}

/** Throws what `make` throws; an E_INPUT is prefixed with the variable's name. */
export function naming<Made>(variable: string, make: () => Made): Made {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof TrueupError) || error.code !== 'E_INPUT') throw error;
    const { message, hint } = error;
    throw new TrueupError('E_INPUT', `${variable}: ${message}`, {
      cause: error,
      ...(hint !== undefined && { hint }),
    });
  }
}
