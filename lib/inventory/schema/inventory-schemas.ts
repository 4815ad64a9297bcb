// JSON Schemas of the files in an inventory's folder.

const optionalMap = { type: ['object', 'null'] } as const;
/** A mapping, or a single name instead of a mapping that contains nothing else. */
const names = { type: ['object', 'null', 'string'] } as const;

/** hosts.yml and similar files: Ansible's YAML inventory. Any other key in a group is reported by read-yaml-groups.ts. */
export const hostsFileSchema = {
  type: 'object',
  additionalProperties: { $ref: '#/$defs/group' },
  $defs: {
    group: {
      ...optionalMap,
      properties: {
        hosts: {
          ...names,
          description: 'Write a mapping, with a colon after each host.',
          additionalProperties: { ...optionalMap, description: "Write this host's variables, or nothing." },
        },
        children: {
          ...names,
          description: 'Write a mapping, with a colon after each group.',
          additionalProperties: { $ref: '#/$defs/group' },
        },
        vars: { ...optionalMap, description: "Write this group's variables." },
      },
    },
  },
} as const;

/** group_vars/NAME.yml and host_vars/NAME.yml. */
export const varsFileSchema = {
  ...optionalMap,
  description: 'Write a mapping of variables.',
} as const;

/** trueup.yml, and site.yml: which roles each group gets, and where roles come from. */
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
    packages: {
      type: 'array',
      description:
        'List npm packages and folders that contain more roles: [trueup-role-redis, ./shared/roles].',
      items: { type: 'string', minLength: 1 },
      uniqueItems: true,
    },
  },
} as const;
