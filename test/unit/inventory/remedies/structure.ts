// Remedies for an inventory's structure: its files, groups and hosts.
import { host, web, type Remedies } from './remedy.js';

export const structureRemedies: Remedies = {
  'a range that counts down': {
    wrong: { 'hosts.yml': 'all: {hosts: {"w[3:1]": }}' },
    hint: 'Write a range like [01:20], [a:f] or [0:10:2].',
    right: { 'hosts.yml': 'all: {hosts: {"w[1:3]": }}' },
  },
  'a name with a blank': {
    wrong: { 'hosts.yml': 'all: {hosts: {"my host": }}' },
    hint: 'Use letters, digits, dots, dashes and underscores, and put an address into ansible_host.',
    right: { 'hosts.yml': 'all: {hosts: {my-host: }}' },
  },
  'hosts outside of a group': {
    wrong: { 'hosts.yml': 'hosts: {h: }' },
    hint: 'Put it into a group, for example all: {hosts: …}.',
    right: { 'hosts.yml': 'all: {hosts: {h: }}' },
  },
  'a misspelt key of a group': {
    wrong: { 'hosts.yml': 'web: {host: {h: }}\nall: {hosts: {i: }}' },
    hint: 'Did you mean hosts?',
    right: { 'hosts.yml': 'web: {hosts: {h: }}\nall: {hosts: {i: }}' },
  },
  'hosts as a list': {
    wrong: { 'hosts.yml': 'all:\n  hosts: [a, b]' },
    hint: 'Write a mapping, with a colon after each host.',
    right: { 'hosts.yml': 'all:\n  hosts:\n    a:\n    b:' },
  },
  'children as a list': {
    wrong: { 'hosts.yml': 'all: {hosts: {h: }, children: [web]}' },
    hint: 'Write a mapping, with a colon after each group.',
    right: { 'hosts.yml': 'all: {hosts: {h: }, children: {web: }}' },
  },
  'variables of a group as a list': {
    wrong: { 'hosts.yml': 'all: {hosts: {h: }, vars: [a]}' },
    hint: "Write this group's variables.",
    right: { 'hosts.yml': 'all: {hosts: {h: }, vars: {a: 1}}' },
  },
  'variables of a host as text': {
    wrong: { 'hosts.yml': 'all: {hosts: {h: web}}' },
    hint: "Write this host's variables, or nothing.",
    right: { 'hosts.yml': 'all: {hosts: {h: {group: web}}}' },
  },
  'a file of variables as a list': {
    wrong: { ...host, 'group_vars/all.yml': '- a' },
    hint: 'Write a mapping of variables.',
    right: { 'group_vars/all.yml': 'a: 1' },
  },
  'an unknown group in trueup.yml': {
    wrong: { ...web, 'trueup.yml': 'roles: {wbe: [nginx]}' },
    hint: 'Did you mean web?',
    right: { 'trueup.yml': 'roles: {web: [nginx]}' },
  },
  'roles as text': {
    wrong: { ...host, 'trueup.yml': 'roles: {all: base}' },
    hint: 'Write a list of roles: [nginx].',
    right: { 'trueup.yml': 'roles: {all: [base]}' },
  },
  'roles as a list': {
    wrong: { ...host, 'trueup.yml': 'roles: [base]' },
    hint: 'List the roles of each group: {web: [nginx]}.',
    right: { 'trueup.yml': 'roles: {all: [base]}' },
  },
  'packages that are no list': {
    wrong: { ...host, 'trueup.yml': 'roles: {all: [base]}\npackages: ./shared' },
    hint: 'List npm packages and folders that contain more roles: [trueup-role-redis, ./shared/roles].',
    right: { 'trueup.yml': 'roles: {all: [base]}\npackages: [./shared]', 'shared/.keep': '' },
  },
  'a site file that says nothing': {
    wrong: { ...host, 'trueup.yml': '# nothing yet' },
    hint: 'List the roles of each group: roles: {all: [base], web: [nginx]}.',
    right: { 'trueup.yml': 'roles: {all: [base]}' },
  },
  'a misspelt folder of variables': {
    wrong: { ...host, 'groups_vars/all.yml': 'a: 1' },
    hint: 'Did you mean group_vars?',
    right: { 'groups_vars/all.yml': null, 'group_vars/all.yml': 'a: 1' },
  },
  'a priority where Ansible passes it over': {
    wrong: { ...host, 'group_vars/all.yml': 'ansible_group_priority: 2' },
    hint: "Set it in the group's vars in the inventory. Ansible ignores it here.",
    right: {
      'group_vars/all.yml': 'a: 1',
      'hosts.yml': 'all: {hosts: {h: }, vars: {ansible_group_priority: 2}}',
    },
  },
  'a tab': {
    wrong: { 'hosts.yml': 'all:\n\thosts: {h: }' },
    hint: 'Use spaces for indentation.',
    right: { 'hosts.yml': 'all:\n  hosts: {h: }' },
  },
  'an unknown tag': {
    wrong: { 'hosts.yml': 'all: {hosts: {h: {a: !secrett b}}}' },
    hint: 'Supported tags: !vault ENCRYPTED, !age ENCRYPTED, !file PATH, !secret TEXT, !unsafe TEXT.',
    right: { 'hosts.yml': 'all: {hosts: {h: {a: !secret bbbb}}}' },
  },
  'something made at first use, told elsewhere': {
    wrong: { 'hosts.yml': 'all: {children: {web: {hosts: {h: }, vars: {trueup_generate: {secrets: [a]}}}}}' },
    hint: 'Set it in the vars of the group all.',
    right: { 'hosts.yml': 'all: {children: {web: {hosts: {h: }}}, vars: {trueup_generate: {secrets: [a]}}}' },
  },
  'a name that ends in a colon': {
    wrong: { 'hosts.yml': 'all: {hosts: "h:"}' },
    hint: 'Remove the colon at the end.',
    right: { 'hosts.yml': 'all: {hosts: h}' },
  },
  'a group with a name that a pattern could not tell': {
    wrong: { 'hosts.yml': '"web*": {hosts: {h: }}' },
    hint: 'Use letters, digits and underscores, starting with a letter.',
    right: { 'hosts.yml': 'web: {hosts: {h: }}' },
  },
  'something beside the parts of a group': {
    wrong: { 'hosts.yml': 'web: {hosts: {h: }, comment: x}' },
    hint: 'A group is a mapping with hosts, children or vars.',
    right: { 'hosts.yml': 'web: {hosts: {h: }}' },
  },
  'a group and a host of one name': {
    wrong: { 'hosts.yml': 'web: {hosts: {web: }}' },
    hint: 'Rename one of them: in a pattern, this name means the host, but after & or ! it means the group.',
    right: { 'hosts.yml': 'web: {hosts: {web1: }}' },
  },
  'no trueup.yml': {
    wrong: { ...host, 'trueup.yml': null },
    hint: 'Create a trueup.yml that lists the roles of each group: roles: {all: [base], web: [nginx]}.',
    right: { 'trueup.yml': 'roles: {all: [base]}' },
  },
  'a playbook': {
    wrong: { ...host, 'trueup.yml': null, 'site.yml': '- hosts: all\n  roles: [common]' },
    hint: 'Create a trueup.yml that lists the roles of each group: roles: {all: [base], web: [nginx]}.',
    right: { 'trueup.yml': 'roles: {all: [base]}' },
  },
  'a folder without an inventory': {
    wrong: { 'notes.txt': 'x' },
    hint: 'Create one, for example a hosts.yml that contains all: {hosts: {web1: }}.',
    right: { 'hosts.yml': 'all: {hosts: {web1: }}' },
  },
  'a file that is text, but no inventory': {
    wrong: { ...host, notes: 'just some words' },
    hint: 'If it is an inventory, pass it explicitly with -i FOLDER/notes; otherwise move it elsewhere.',
    right: { notes: null, 'secrets/notes': 'just some words' },
  },
  'a YAML file that is no inventory': {
    wrong: { ...host, 'list.yml': '- a' },
    hint: 'Move it elsewhere.',
    right: { 'list.yml': null, 'secrets/list.yml': '- a' },
  },
  'a file in another encoding': {
    wrong: { 'hosts.yml': Buffer.from('all: {hosts: {h: {motd: Grüße}}}', 'latin1') },
    hint: 'Convert it, for example with `iconv -f latin1 -t utf-8 FOLDER/hosts.yml`.',
    right: { 'hosts.yml': 'all: {hosts: {h: {motd: Grüße}}}' },
  },
  'two files for one group': {
    wrong: { ...host, 'group_vars/all.yml': 'a: 1', 'group_vars/all/x.yml': 'a: 2' },
    hint: 'To use both, put them into a folder named all.',
    right: { 'group_vars/all.yml': null, 'group_vars/all/y.yml': 'a: 1' },
  },
  'a name for a secret that leads elsewhere': {
    wrong: { 'hosts.yml': 'all: {hosts: {h: }, vars: {trueup_generate: {secrets: [../a]}}}' },
    hint: 'Write the name of a file in secrets/.',
    right: { 'hosts.yml': 'all: {hosts: {h: }, vars: {trueup_generate: {secrets: [a]}}}' },
  },
  'an empty name in a certificate': {
    wrong: { 'hosts.yml': 'all: {hosts: {h: }, vars: {trueup_generate: {certificates: {a: [""]}}}}' },
    hint: 'Write a DNS name or an address.',
    right: { 'hosts.yml': 'all: {hosts: {h: }, vars: {trueup_generate: {certificates: {a: [b.example]}}}}' },
  },
  'a file of variables where there are no hosts': {
    wrong: { 'hosts.yml': 'all: {}', 'host_vars/h.yml': 'a: 1' },
    hint: 'None is allowed here.',
    right: { 'hosts.yml': 'all: {hosts: {i: }}', 'host_vars/h.yml': null },
  },
};
