// JSON Schemas of a project's files, for editors: with the roles that this project has.
import { hostsFileSchema, siteFileSchema } from '../inventory/schema/inventory-schemas.js';
import type { Role } from '../model/role.js';
import { variableDefinitions } from './variables-schema.js';

/** Names of the files that `trueup schema` writes. */
export type SchemaFile = 'trueup.json' | 'inventory.json' | 'vars.json';

/** Each file's content. JSON Schema draft 7, which yaml-language-server understands. */
export function projectSchemas(all: Iterable<Role>): Readonly<Record<SchemaFile, object>> {
  const roles = [...all];
  const definitions = variableDefinitions(roles);
  const variables = { $ref: '#/definitions/variables' };
  return {
    'trueup.json': schema('trueup.yml: the roles of each group', siteSchema(roles)),
    'inventory.json': schema('An inventory: groups, hosts and their variables', {
      type: 'object',
      additionalProperties: { $ref: '#/definitions/group' },
      definitions: { ...definitions, group: groupSchema(variables) },
    }),
    'vars.json': schema('Variables of a group or a host', { ...variables, definitions }),
  };
}

function schema(title: string, content: object): object {
  // Draft 7 ignores what stands beside a $ref.
  const { $ref, ...rest } = content as { $ref?: string };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title,
    ...rest,
    ...($ref !== undefined && { allOf: [{ $ref }] }),
  };
}

function siteSchema(roles: readonly Role[]): object {
  const { properties } = siteFileSchema;
  const items = {
    enum: roles.map(({ name }) => name),
    markdownEnumDescriptions: roles.map(({ why }) => why),
    enumDescriptions: roles.map(({ why }) => why),
  };
  const lists = { ...properties.roles.additionalProperties, items };
  return {
    ...siteFileSchema,
    properties: { ...properties, roles: { ...properties.roles, additionalProperties: lists } },
  };
}

function groupSchema(variables: object): object {
  const { hosts, children, vars } = hostsFileSchema.$defs.group.properties;
  return {
    type: ['object', 'null'],
    additionalProperties: false,
    properties: {
      hosts: { ...hosts, additionalProperties: variables },
      children: { ...children, additionalProperties: { $ref: '#/definitions/group' } },
      vars: { description: vars.description, allOf: [variables] },
    },
  };
}
