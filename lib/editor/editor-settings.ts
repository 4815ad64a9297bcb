// Settings of an editor that make it read a project's YAML files as trueup does.

/** Where `trueup schema` writes to, in the project's folder. */
export const schemaFolder = '.trueup/schemas';

/** The content of .vscode/settings.json; other editors give the same settings to yaml-language-server. */
export const editorSettings = {
  'yaml.schemas': {
    [`./${schemaFolder}/trueup.json`]: ['trueup.yml', 'trueup.yaml'],
    [`./${schemaFolder}/inventory.json`]: ['inventory/hosts.yml', 'inventory/*/hosts.yml'],
    [`./${schemaFolder}/vars.json`]: ['**/group_vars/**/*.yml', '**/host_vars/**/*.yml'],
  },
  'yaml.customTags': [
    '!age scalar',
    '!file scalar',
    '!secret scalar',
    '!vault scalar',
    '!vault-encrypted scalar',
    '!unsafe scalar',
    '!unsafe mapping',
    '!unsafe sequence',
  ],
  // As trueup and Ansible: `yes` is true.
  'yaml.yamlVersion': '1.1',
} as const;
