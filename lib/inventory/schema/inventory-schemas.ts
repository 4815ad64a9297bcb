// JSON Schemas of the files in an inventory's folder.

const optionalMap = { type: ['object', 'null'] } as const;

/** hosts.yml and its like: Ansible's YAML inventory. */
export const hostsFileSchema = {
  type: 'object',
  additionalProperties: { $ref: '#/$defs/group' },
  $defs: {
    group: {
      ...optionalMap,
      additionalProperties: false,
      properties: {
        hosts: {
          ...optionalMap,
          description: 'Write a mapping: each host ends with a colon.',
          additionalProperties: { ...optionalMap, description: 'Write variables of this host, or nothing.' },
        },
        children: {
          ...optionalMap,
          description: 'Write a mapping: each group ends with a colon.',
          additionalProperties: { $ref: '#/$defs/group' },
        },
        vars: { ...optionalMap, description: 'Write variables of this group.' },
      },
    },
  },
} as const;

/** group_vars/NAME.yml and host_vars/NAME.yml. */
export const varsFileSchema = {
  ...optionalMap,
  description: 'Write a mapping of variables.',
} as const;

/** site.yml: which roles each group gets. */
export const siteFileSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['roles'],
  properties: {
    roles: {
      type: 'object',
      description: 'List the roles of each group: {web: [nginx]}.',
      additionalProperties: {
        type: 'array',
        description: 'Write a list of roles: [nginx].',
        items: { type: 'string' },
        uniqueItems: true,
      },
    },
  },
} as const;
