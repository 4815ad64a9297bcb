// The format of a saved plan, which is applied exactly or not at all. Only this module writes and reads it.
import { schemaCheck } from '../inventory/schema/schema-check.js';
import { Type } from '../compile/schema-builder.js';
import type { SavedHostPlan } from '../model/plan.js';
import type { Static } from '../model/schema.js';
import { TrueupError } from '../model/trueup-error.js';

/** In version 1, changes had no `key`. */
export const planFormat = 'trueup plan 2';

const text = Type.String();
const digest = Type.String({ pattern: '^[0-9a-f]{64}$' });

const change = Type.Object(
  {
    verb: Type.Enum(['create', 'update', 'remove', 'run']),
    key: text,
    what: text,
    from: Type.Optional(text),
    to: Type.Optional(text),
  },
  { additionalProperties: false },
);

const step = Type.Object(
  {
    resource: text,
    type: text,
    role: text,
    state: Type.Enum(['same', 'change', 'unknown']),
    changes: Type.Array(change),
    why: Type.Optional(text),
    want: digest,
    have: digest,
  },
  { additionalProperties: false },
);

const schema = Type.Object(
  {
    format: Type.Literal(planFormat),
    made: text,
    by: text,
    /** If there are several, they are merged in this order. */
    inventory: Type.Union([text, Type.Array(text, { minItems: 1 })]),
    roles: Type.Optional(Type.Array(text)),
    /** Databases that may be dropped. */
    prune: Type.Optional(Type.Array(text)),
    salt: digest,
    hosts: Type.Array(Type.Object({ host: text, steps: Type.Array(step) }, { additionalProperties: false }), {
      minItems: 1,
    }),
  },
  { additionalProperties: false },
);

/** The content of the file. It contains no secrets in plain text: the values of a changed secret are `***`. */
export type PlanFile = Omit<Static<typeof schema>, 'hosts'> & { readonly hosts: readonly SavedHostPlan[] };

/** The text of a plan file. */
export function planFileText(plan: Omit<PlanFile, 'format'>): string {
  return `${JSON.stringify({ format: planFormat, ...plan } satisfies PlanFile, null, 2)}\n`;
}

/** Reads the text of a plan file. Throws E_INPUT, which names `path`. */
export async function readPlanFile(path: string, text: string): Promise<PlanFile> {
  const hint = 'Create one with `trueup plan --out FILE`.';
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new TrueupError('E_INPUT', `${path} is not a saved plan: not valid JSON`, { hint, cause: error });
  }
  const format: unknown = (data as { readonly format?: unknown } | null)?.format;
  if (typeof format === 'string' && /^trueup plan \d+$/.test(format) && format !== planFormat) {
    const message = `${path} cannot be applied: the plan was saved by another version of trueup (${format}, not ${planFormat})`;
    throw new TrueupError('E_INPUT', message, {
      hint: 'Plan again with this version: `trueup plan --out FILE`.',
    });
  }
  const { errors } = (await schemaCheck(schema))(data);
  const [first] = errors;
  // Not cast to PlanFile, so that a field that a saved plan has and the schema lacks is a type error here.
  if (!first) return data as Static<typeof schema>;
  const where = first.instancePath === '' ? '' : ` at ${first.instancePath}`;
  const message = `${path} is not a valid saved plan: ${first.message ?? ''}${where}`;
  throw new TrueupError('E_INPUT', message, { hint });
}
