// What is generated at first use: the variable trueup_generate of the group all.
import type { Problems } from '../raw/collect-problems.js';
import { schemaCheck } from '../schema/schema-check.js';
import { schemaFindings } from '../schema/schema-findings.js';
import { plainly } from '../raw/raw-value.js';
import type { RawInventory } from '../raw/raw-inventory.js';

export interface Generated {
  /** Random secrets: files in `secrets/`. */
  readonly secrets: readonly string[];
  /** First name → further names and addresses: certificates in `ca/`, issued by a small CA there. */
  readonly certificates: Readonly<Record<string, readonly string[]>>;
}

const name = '^[A-Za-z0-9][A-Za-z0-9_.-]*$';
const variable = 'trueup_generate';

/** Schema of the variable. */
export const generatedSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    secrets: {
      type: 'array',
      items: { type: 'string', pattern: name, description: 'Write the name of a file in secrets/.' },
    },
    certificates: {
      type: 'object',
      additionalProperties: false,
      patternProperties: {
        [name]: {
          type: 'array',
          items: { type: 'string', minLength: 1, description: 'Write a DNS name or an address.' },
        },
      },
    },
  },
} as const;

/** Undefined if the inventory doesn't set it. */
export async function readGenerated(
  inventory: RawInventory,
  problems: Problems,
): Promise<Generated | undefined> {
  const all = inventory.groups.get('all');
  const written = [...(all?.inline ?? []), ...(all?.folder ?? [])]
    .map(({ entries }) => entries.get(variable)?.value)
    .findLast((value) => value !== undefined);
  refuseElsewhere(inventory, problems);
  if (!written) return undefined;
  const value = plainly(written);
  const { errors } = (await schemaCheck(generatedSchema))(value);
  for (const { message, ...details } of schemaFindings(errors, written, variable))
    problems.add(message, details);
  if (errors.length > 0) return undefined;
  return { secrets: [], certificates: {}, ...(value as Partial<Generated>) };
}

/** It is generated once for the inventory, so it can't be set per host. */
function refuseElsewhere({ groups, hosts }: RawInventory, problems: Problems): void {
  for (const { name, inline, folder } of [...groups.values(), ...hosts.values()]) {
    if (name === 'all') continue;
    for (const { entries } of [...inline, ...folder]) {
      const place = entries.get(variable)?.place;
      if (place)
        problems.add(`${variable}: has no effect here`, {
          place,
          hint: 'Set it in the vars of the group all.',
        });
    }
  }
}
