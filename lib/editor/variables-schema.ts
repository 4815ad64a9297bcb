// JSON Schema of the variables that a host or a group may have, for editors.
import { writtenSchema } from '../compile/role-instances.js';
import { generatedSchema } from '../inventory/read/read-trueup-generate.js';
import { connectionSchema } from '../inventory/variables/connection-schema.js';
import type { Role } from '../model/role.js';
import { acceptTemplates } from './accept-templates.js';

/** Definitions that the schemas of files share: `variables`, and one for each role's mapping. */
export function variableDefinitions(roles: readonly Role[]): Readonly<Record<string, object>> {
  const names = roles.map(({ name }) => name);
  const own = { ...connectionSchema.properties, trueup_generate: generatedSchema };
  const known = Object.keys(own).filter((name) => name.startsWith('trueup_'));
  const connection = Object.entries(own).map(([name, schema]) => {
    return [name, acceptTemplates(schema, names)] as const;
  });
  return {
    ...Object.fromEntries(roles.map((role) => [mappingOf(role.name), mapping(role, names)])),
    variables: {
      type: ['object', 'null', 'string'],
      // A whole file that is encrypted.
      pattern: '^\\$ANSIBLE_VAULT;',
      patternErrorMessage: 'Must be a mapping of variables.',
      properties: {
        ...Object.fromEntries(names.map((name) => [name, { $ref: `#/definitions/${mappingOf(name)}` }])),
        ...Object.fromEntries(connection),
      },
      // Any other name may belong to another tool.
      patternProperties: { [`^trueup_(?!(?:${known.map((name) => name.slice(7)).join('|')})$)`]: false },
    },
  };
}

function mappingOf(role: string): string {
  return `role ${role}`;
}

/** Files are merged key by key, so each of them may leave out what is required. */
function mapping(role: Role, names: readonly string[]): object {
  const words = { description: role.why, markdownDescription: role.why };
  const optional = { required: undefined, minProperties: undefined, pattern: undefined };
  return { ...acceptTemplates(writtenSchema(role), names), ...optional, ...words, type: ['object', 'null'] };
}
