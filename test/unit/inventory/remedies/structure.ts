// Remedies for an inventory's structure: its files, groups and hosts.
import { host, web, type Remedies } from './remedy.js';

export const structureRemedies: Remedies = {
  'a range that counts down': {
    wrong: { 'hosts.yml': 'all: {hosts: {"w[3:1]": }}' },
    hint: 'Ranges look like [01:20], [a:f], [0:10:2].',
    right: { 'hosts.yml': 'all: {hosts: {"w[1:3]": }}' },
  },
  'a name with a blank': {
    wrong: { 'hosts.yml': 'all: {hosts: {"my host": }}' },
    hint: 'Use letters, digits, dots, dashes, underscores; an address goes into ansible_host.',
    right: { 'hosts.yml': 'all: {hosts: {my-host: }}' },
  },
  'hosts outside of a group': {
    wrong: { 'hosts.yml': 'hosts: {h: }' },
    hint: 'Write it below a group: all: {hosts: …}.',
    right: { 'hosts.yml': 'all: {hosts: {h: }}' },
  },
  'a misspelt key of a group': {
    wrong: { 'hosts.yml': 'web: {host: {h: }}\nall: {hosts: {i: }}' },
    hint: 'Did you mean hosts?',
    right: { 'hosts.yml': 'web: {hosts: {h: }}\nall: {hosts: {i: }}' },
  },
  'hosts as a list': {
    wrong: { 'hosts.yml': 'all:\n  hosts: [a, b]' },
    hint: 'Write a mapping: each host ends with a colon.',
    right: { 'hosts.yml': 'all:\n  hosts:\n    a:\n    b:' },
  },
  'children as a list': {
    wrong: { 'hosts.yml': 'all: {hosts: {h: }, children: [web]}' },
    hint: 'Write a mapping: each group ends with a colon.',
    right: { 'hosts.yml': 'all: {hosts: {h: }, children: {web: }}' },
  },
  'variables of a group as a list': {
    wrong: { 'hosts.yml': 'all: {hosts: {h: }, vars: [a]}' },
    hint: 'Write variables of this group.',
    right: { 'hosts.yml': 'all: {hosts: {h: }, vars: {a: 1}}' },
  },
  'variables of a host as text': {
    wrong: { 'hosts.yml': 'all: {hosts: {h: web}}' },
    hint: 'Write variables of this host, or nothing.',
    right: { 'hosts.yml': 'all: {hosts: {h: {group: web}}}' },
  },
  'a file of variables as a list': {
    wrong: { ...host, 'group_vars/all.yml': '- a' },
    hint: 'Write a mapping of variables.',
    right: { 'group_vars/all.yml': 'a: 1' },
  },
  'an unknown group in site.yml': {
    wrong: { ...web, 'site.yml': 'roles: {wbe: [nginx]}' },
    hint: 'Did you mean web?',
    right: { 'site.yml': 'roles: {web: [nginx]}' },
  },
  'roles as text': {
    wrong: { ...host, 'site.yml': 'roles: {all: base}' },
    hint: 'Write a list of roles: [nginx].',
    right: { 'site.yml': 'roles: {all: [base]}' },
  },
  'roles as a list': {
    wrong: { ...host, 'site.yml': 'roles: [base]' },
    hint: 'List the roles of each group: {web: [nginx]}.',
    right: { 'site.yml': 'roles: {all: [base]}' },
  },
  'a site file that says nothing': {
    wrong: { ...host, 'site.yml': '# nothing yet' },
    hint: 'List the roles of each group: roles: {all: [base], web: [nginx]}.',
    right: { 'site.yml': 'roles: {all: [base]}' },
  },
  'a misspelt folder of variables': {
    wrong: { ...host, 'groups_vars/all.yml': 'a: 1' },
    hint: 'Did you mean group_vars?',
    right: { 'groups_vars/all.yml': null, 'group_vars/all.yml': 'a: 1' },
  },
  'a priority where Ansible passes it over': {
    wrong: { ...host, 'group_vars/all.yml': 'ansible_group_priority: 2' },
    hint: "Write it in the hosts file, below the group's vars; Ansible ignores it here.",
    right: {
      'group_vars/all.yml': 'a: 1',
      'hosts.yml': 'all: {hosts: {h: }, vars: {ansible_group_priority: 2}}',
    },
  },
  'a tab': {
    wrong: { 'hosts.yml': 'all:\n\thosts: {h: }' },
    hint: 'Indent it with spaces.',
    right: { 'hosts.yml': 'all:\n  hosts: {h: }' },
  },
  'an unknown tag': {
    wrong: { 'hosts.yml': 'all: {hosts: {h: {a: !secrett b}}}' },
    hint: 'Known tags: !age ENCRYPTED, !file PATH, !secret TEXT.',
    right: { 'hosts.yml': 'all: {hosts: {h: {a: !secret bbbb}}}' },
  },
  'something made at first use, told elsewhere': {
    wrong: { 'hosts.yml': 'all: {children: {web: {hosts: {h: }, vars: {trueup_generate: {secrets: [a]}}}}}' },
    hint: 'Write it below vars of the group all.',
    right: { 'hosts.yml': 'all: {children: {web: {hosts: {h: }}}, vars: {trueup_generate: {secrets: [a]}}}' },
  },
};
