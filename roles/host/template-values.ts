// Values for templates: anything that YAML can express, including secrets.
import { Type, type OptionalSchema } from '../../lib/kit.js';

type Keywords = Readonly<Record<string, unknown>>;

/** The maximum nesting depth of lists and mappings. */
const deepest = 6;

function value(depth: number): Keywords {
  const scalar = { secret: 'if sealed' };
  if (depth === 0) return { ...scalar, type: ['string', 'number', 'boolean', 'null'] };
  const below = value(depth - 1);
  return {
    ...scalar,
    type: ['string', 'number', 'boolean', 'null', 'array', 'object'],
    items: below,
    additionalProperties: below,
  };
}

/** A mapping of names to arbitrary values. */
export function values(
  description: string,
  more: Keywords = {},
): OptionalSchema<Readonly<Record<string, unknown>>> {
  return Type.Optional(
    Type.Unsafe<Readonly<Record<string, unknown>>>({
      type: 'object',
      additionalProperties: value(deepest),
      description,
      ...more,
    }),
  );
}
