// Whatever is wrong with an inventory is said at its place, all at once, with what was probably meant.
import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { complaintsOf, type Files } from './inventory-of.js';

interface Case {
  readonly files: Files;
  readonly say: readonly string[];
}

const host = 'all: {hosts: {h: }}';
const web = { 'hosts.yml': 'all: {children: {web: {hosts: {h: }}}}', 'trueup.yml': 'roles: {web: [nginx]}' };

const cases: Readonly<Record<string, Case>> = {
  'a misspelt key of the structure': {
    files: { 'hosts.yml': 'all:\n  children:\n    web:\n      host:\n        web1:\n  hosts: {h: }\n' },
    say: ['hosts.yml:4:7 web.host: unknown key | Did you mean hosts?'],
  },
  'hosts outside of a group': {
    files: { 'hosts.yml': 'hosts:\n  web1:\nall: {hosts: {h: }}' },
    say: ['hosts.yml:1:1 hosts is not in any group | Put it into a group, for example all: {hosts: …}.'],
  },
  'hosts as a list': {
    files: { 'hosts.yml': 'all:\n  hosts: [a, b]' },
    say: [
      'hosts.yml:2:10 all.hosts: must be a mapping or nothing or text, found a list | Write a mapping, with a colon after each host.',
    ],
  },
  'an unknown role and an unknown group in trueup.yml': {
    files: { ...web, 'trueup.yml': 'roles:\n  wbe: [base]\n  all: [bsae]\n' },
    say: [
      'trueup.yml:2:3 roles.wbe: there is no group named wbe | Did you mean web?',
      'trueup.yml:3:9 roles.all: there is no role named bsae | Did you mean base?',
    ],
  },
  'a variable that names a role which no host has': {
    files: {
      ...web,
      'group_vars/web.yml': 'nginx:\n  server_name: a\n  behind:\n    - nginx\n    - ngnix\n    - mysql\n',
    },
    say: [
      'group_vars/web.yml:5:7 h: nginx.behind[1]: no host has the role ngnix | Did you mean nginx?',
      'group_vars/web.yml:6:7 h: nginx.behind[2]: no host has the role mysql | Allowed: nginx.',
    ],
  },
  'an unknown key of trueup.yml': {
    files: { 'hosts.yml': host, 'trueup.yml': 'roles: {all: [base]}\nrolls: {}' },
    say: ['trueup.yml:2:1 rolls: unknown key | Did you mean roles?'],
  },
  'variables for a group and a host that do not exist': {
    files: { ...web, 'trueup.yml': 'roles: {}', 'group_vars/wep.yml': 'a: 1', 'host_vars/hh.yml': 'a: 1' },
    say: [
      'group_vars/wep.yml:1:1 there is no group named wep | Did you mean web?',
      'host_vars/hh.yml:1:1 there is no host named hh | Allowed: h.',
    ],
  },
  'a misspelt folder of variables': {
    files: { 'hosts.yml': host, 'groups_vars/all.yml': 'a: 1' },
    say: ['groups_vars:1:1 groups_vars: this folder is not read | Did you mean group_vars?'],
  },
  'a misspelt key of a role, told once and not as missing too': {
    files: { ...web, 'group_vars/web.yml': 'nginx:\n  server_nmae: x' },
    say: ['group_vars/web.yml:2:3 nginx.server_nmae: unknown key | Did you mean server_name?'],
  },
  'a misspelt key of a role that the host does not have': {
    files: {
      'hosts.yml': 'all: {hosts: {o: }, children: {web: {hosts: {h: {nginx: {server_name: a}}}}}}',
      'trueup.yml': web['trueup.yml'],
      'host_vars/o.yml': 'nginx: {serverr_name: x}',
    },
    say: ['host_vars/o.yml:1:9 nginx.serverr_name: unknown key | Did you mean server_name?'],
  },
  'anything that is named like a role which nobody gets': {
    files: {
      'hosts.yml': host,
      'group_vars/all.yml': 'nginx: [x]\nmysql.port: 1\nmysql: {a: 1}\nmysqll: {}',
    },
    say: [],
  },
  'a variable that is missing, at the line that gives the role': {
    files: web,
    say: ['trueup.yml:1:15 h: nginx.server_name is missing | the name people type'],
  },
  'wrong kinds of values, deep inside, each at its place': {
    files: {
      ...web,
      'group_vars/web.yml': `nginx:
  server_name: 8080
  workers: "3"
  tls: modrn
  mode: rwx
  sites:
    - {path: /}
    - {pth: /}
`,
    },
    say: [
      "group_vars/web.yml:2:16 h: nginx.server_name: must be text, found 8080 | Quote it if you mean text: '8080'.",
      'group_vars/web.yml:3:12 h: nginx.workers: must be a whole number, found "3" | Write it without quotes: 3.',
      'group_vars/web.yml:4:8 h: nginx.tls: must be "modern" or "intermediate", found "modrn" | ',
      'group_vars/web.yml:5:9 h: nginx.mode: must match ^0[0-7]{3}$, found "rwx" | ',
      'group_vars/web.yml:8:7 h: nginx.sites[1].path is missing | ',
      'group_vars/web.yml:8:8 h: nginx.sites[1].pth: unknown key | Did you mean path?',
    ],
  },
  'a mode without quotes': {
    files: { ...web, 'group_vars/web.yml': 'nginx: {server_name: x, mode: 0644}' },
    say: [
      "group_vars/web.yml:1:31 h: 0644 is octal for some YAML parsers and decimal for others | Quote it if you mean text: '0644'.",
      "group_vars/web.yml:1:31 h: nginx.mode: must be text, found 420 | Quote it if you mean text: '0644'.",
    ],
  },
  'two siblings who disagree': {
    files: {
      'hosts.yml': 'a: {hosts: {h: }, vars: {ansible_user: x, z: 1}}\nb: {hosts: {h: }}',
      'group_vars/b.yml': 'ansible_user: y\nz: 2',
    },
    say: [
      'group_vars/b.yml:1:1 h: ansible_user has two values: group b sets one here, group a sets another in hosts.yml:1:26' +
        ' | Set it in host_vars/h.yml, or let one group win with ansible_group_priority in its vars.',
    ],
  },
  'two siblings who agree, or are overruled by the host': {
    files: {
      'hosts.yml':
        'a: {hosts: {h: }, vars: {ansible_user: x, ansible_port: 1}}\nb: {hosts: {h: {ansible_port: 3}}, vars: {ansible_user: x, ansible_port: 2}}',
    },
    say: [],
  },
  'groups in a circle': {
    files: { 'hosts.yml': 'all: {hosts: {h: }}\na: {children: {b: }}\nb: {children: {a: }}' },
    say: ['hosts.yml:3:16 groups contain each other in a cycle: a → b → a | '],
  },
  'a key written twice': {
    files: { 'hosts.yml': 'all:\n  hosts: {h: }\n  vars: {}\n  hosts: {i: }' },
    say: ['hosts.yml:4:3 hosts appears twice in the same mapping | It is already defined on line 2.'],
  },
  'a secret that is not there': {
    files: { ...web, 'group_vars/web.yml': 'nginx: {server_name: x, key: !file nowhere}' },
    say: [
      "group_vars/web.yml:1:36 !file nowhere: nowhere: no such file | Relative paths start at the inventory's folder, ..",
    ],
  },
  'a secret whose path starts at the file that names it': {
    files: {
      ...web,
      'group_vars/web.yml': 'nginx: {server_name: x, key: !file ../secrets/key}',
      'secrets/key': 'k',
    },
    say: [
      `group_vars/web.yml:1:36 !file ../secrets/key: ${tmpdir()}/secrets/key: no such file` +
        " | Relative paths start at the inventory's folder, .. To use secrets/key, write secrets/key.",
    ],
  },
  'a secret where it would be shown': {
    files: { ...web, 'group_vars/web.yml': 'nginx: {server_name: !secret x}' },
    say: [
      'group_vars/web.yml:1:30 h: nginx.server_name: must not be a secret' +
        ' | Its value is shown in plans and reports. Write it in plain text outside encrypted files, and do not use a secret in its template.',
    ],
  },
  'a value of a secret that is of the wrong kind, not shown': {
    files: { ...web, 'group_vars/web.yml': 'nginx: {server_name: x, key: 123456}' },
    say: [
      "group_vars/web.yml:1:30 h: nginx.key: must be text, found a secret | Quote it if you mean text: '123456'.",
    ],
  },
  'misspelt connection variables': {
    files: { 'hosts.yml': 'all: {hosts: {h: {trueup_ssh_confg: y, ansible_port: 0}}}' },
    say: [
      'hosts.yml:1:19 trueup_ssh_confg: unknown variable | Did you mean trueup_ssh_config?',
      'hosts.yml:1:54 h: ansible_port: must be >= 1, found 0 | Write a port, 1 to 65535.',
    ],
  },
  'a template with a name that stands for nothing': {
    files: { 'hosts.yml': 'all: {hosts: {h: {ansible_host: "{{ address }}"}}}' },
    say: [
      "hosts.yml:1:33 h: ansible_host: address is not defined | Define it, or give it a default: address | default('…').",
    ],
  },
  'an ssh option that cannot be honoured': {
    files: { 'hosts.yml': 'all: {hosts: {h: {ansible_ssh_common_args: -o Tunnel=yes}}}' },
    say: ['hosts.yml:1:19 ansible_ssh_common_args: -o Tunnel=yes is not supported' + ' | Remove it.'],
  },
  'a priority where Ansible passes it over': {
    files: { 'hosts.yml': host, 'group_vars/all.yml': 'ansible_group_priority: 2' },
    say: [
      'group_vars/all.yml:1:1 ansible_group_priority: has no effect here' +
        " | Set it in the group's vars in the inventory. Ansible ignores it here.",
    ],
  },
  'a limit that names nothing': {
    files: { ...web, 'trueup.yml': 'roles: {}' },
    say: ['"webb" is neither a host nor a group | Did you mean web?'],
  },
  'no hosts.yml and no trueup.yml': {
    files: { 'README.md': '', 'trueup.yml': 'roles: {}' },
    say: [
      '.:1:1 there is no inventory in this folder | Create one, for example a hosts.yml that contains all: {hosts: {web1: }}.',
    ],
  },
  'an INI inventory in a folder, under a name that Ansible passes over there': {
    files: { 'hosts.ini': '[web]\nh\n' },
    say: [
      '.:1:1 there is no inventory in this folder | Like Ansible, trueup ignores hosts.ini in an inventory folder. Pass it with -i hosts.ini.',
    ],
  },
  'a group’s file beside its folder': {
    files: { 'hosts.yml': host, 'group_vars/all.yml': 'a: 1', 'group_vars/all/x.yml': 'a: 2' },
    say: [
      'group_vars/all.yml:1:1 ignored, as in Ansible, because group_vars/all is read instead' +
        ' | To use both, put them into a folder named all.',
    ],
  },
  'values in an unreadable file are not called missing': {
    files: { ...web, 'group_vars/web.yml': 'nginx: {server_name: [}' },
    say: [
      'group_vars/web.yml:1:23 Flow sequence in block collection must be sufficiently indented and end with a ] | ',
    ],
  },
  'a variable that spells a role’s key with a dot': {
    files: {
      ...web,
      'group_vars/all.yml': 'nginx.server_name: x',
      'host_vars/h.yml': 'nginx: {server_name: x}',
    },
    say: ['group_vars/all.yml:1:1 nginx.server_name is not a variable | Write server_name under nginx.'],
  },
  'a role’s variables that are no mapping': {
    files: { ...web, 'group_vars/all.yml': 'nginx: [x]', 'host_vars/h.yml': 'nginx: {server_name: x}' },
    say: [
      "group_vars/all.yml:1:1 nginx: must be a mapping | Write the role's variables under nginx, one per line.",
    ],
  },
  'one name for a group and a host': {
    files: { 'hosts.yml': 'web: {hosts: {web: }}' },
    say: [
      'hosts.yml:1:1 web is the name of both a group and a host | Rename one of them: in a pattern, this name means the host, but after & or ! it means the group.',
    ],
  },
};

describe('complaints about an inventory', () => {
  for (const [name, { files, say }] of Object.entries(cases)) {
    it(name, async () => {
      const limit = name.startsWith('a limit') ? { limit: 'webb' } : {};
      assert.deepEqual(await complaintsOf(files, { ...limit, strict: true }), say);
    });
  }
});
