// Remedies for the files that an inventory consists of.
import { host, type Remedies } from './remedy.js';

const ini = (wrong: string, hint: string, right: string): Remedies[string] => ({
  wrong: { hosts: wrong },
  hint,
  right: { hosts: right },
});
const script = (text: string): string => `#!/bin/sh\n# --list\n${text}\n`;

export const sourceRemedies: Remedies = {
  'a host with a colon too many': {
    wrong: { 'hosts.yml': 'all: {hosts: {"h:": }}' },
    hint: 'Write it without the colon at its end.',
    right: { 'hosts.yml': 'all: {hosts: {"h": }}' },
  },
  'an inventory in Latin-1': {
    wrong: { 'hosts.yml': Buffer.from('all: {hosts: {h: {a: caf\xe9}}}', 'latin1') },
    hint: 'Convert it, for example with `iconv -f latin1 -t utf-8 hosts.yml`.',
    right: { 'hosts.yml': 'all: {hosts: {h: {a: café}}}' },
  },
  'a group with a blank': {
    wrong: { 'hosts.yml': 'web servers: {hosts: {h: }}' },
    hint: 'Use letters, digits and underscores, with a letter first.',
    right: { 'hosts.yml': 'web_servers: {hosts: {h: }}' },
  },
  'what is not of a group': {
    wrong: { 'hosts.yml': 'all: {hosts: {h: }, port: {http: 80}}' },
    hint: 'A group is a mapping with hosts, children or vars.',
    right: { 'hosts.yml': 'all: {hosts: {h: }, vars: {port: {http: 80}}}' },
  },
  'a group and a host of one name': {
    wrong: { 'hosts.yml': 'db: {hosts: {db: }}' },
    hint: 'A pattern that names it means the group; give one of them another name.',
    right: { 'hosts.yml': 'db: {hosts: {db1: }}' },
  },
  'a playbook in place of trueup.yml': {
    wrong: { ...host, 'site.yml': '- hosts: all\n' },
    hint: 'Create trueup.yml that lists the roles of each group: roles: {all: [base], web: [nginx]}.',
    right: { 'trueup.yml': 'roles: {all: [base]}' },
  },
  'an inventory in TOML': {
    wrong: { ...host, 'more.toml': '[web.hosts]\nw = {}\n' },
    hint: 'Write it as YAML or INI.',
    right: { 'more.toml': null, 'more.yml': 'web: {hosts: {w: }}' },
  },
  'a note among the inventories': {
    wrong: { ...host, todo: 'buy milk\nand bread\n' },
    hint: 'Name it with -i todo if it is one, or move it elsewhere.',
    right: { todo: null },
  },
  'a list among the inventories': {
    wrong: { ...host, 'requirements.yml': '- src: x\n' },
    hint: 'Move it elsewhere.',
    right: { 'requirements.yml': null },
  },
  'the configuration of a plugin': {
    wrong: { ...host, 'cloud.yml': 'plugin: amazon.aws.aws_ec2' },
    hint: 'Write a script that runs ansible-inventory -i cloud.yml --list, make it executable, and name it instead.',
    right: { 'cloud.yml': null, 'cloud.sh': script('echo \'{"_meta": {"hostvars": {}}, "ec2": ["w"]}\'') },
  },
  'no inventory': {
    wrong: { 'notes.md': '' },
    hint: 'Write one: hosts.yml, with all: {hosts: {web1: }}.',
    right: { 'hosts.yml': 'all: {hosts: {web1: }}' },
  },
  'an ending that Ansible passes over': {
    wrong: { 'hosts.ini': 'h\n' },
    hint: "Of a folder, hosts.ini isn't read, as with Ansible: rename it to hosts, or name it with -i hosts.ini.",
    right: { 'hosts.ini': null, hosts: 'h\n' },
  },
  'two files for one group': {
    wrong: { ...host, 'group_vars/all': 'a: 1', 'group_vars/all.yml': 'b: 1' },
    hint: 'Put both into one folder.',
    right: {
      'group_vars/all': null,
      'group_vars/all.yml': null,
      'group_vars/all/1.yml': 'a: 1',
      'group_vars/all/2.yml': 'b: 1',
    },
  },
  'a section that is none': ini(
    '[web servers]\nh\n',
    'Sections look like [web], [web:vars], [web:children].',
    '[web]\nh\n',
  ),
  'a group that is nowhere': ini(
    '[site:children]\nanything\n[x]\nh\n',
    'Add a section [anything], which may be empty.',
    '[site:children]\nanything\n[x]\nh\n[anything]\n',
  ),
  'an open quote': ini(
    "[web]\nh a=it's\n",
    'Write the other quote, or \\ before this one.',
    "[web]\nh a=it\\'s\n",
  ),
  'a YAML file without an ending': {
    wrong: { hosts: '[web]\n---\nh\n' },
    hint: 'Give the file a name that ends in .yml.',
    right: { hosts: null, 'hosts.yml': '---\nweb: {hosts: {h: }}\n' },
  },
  'a value with a blank': ini(
    '[web]\nh a=b c\n',
    'Write variables as name=value, with quotes around a value with blanks; a comment begins with #.',
    '[web]\nh a="b c"\n',
  ),
  'a variable without a value': ini(
    '[web]\nh\n[web:vars]\na\n',
    'Write variables as name=value.',
    '[web]\nh\n[web:vars]\na=\n',
  ),
  'two groups in a line': ini(
    '[a]\nh\n[b]\n[c:children]\na b\n',
    'Write one group a line.',
    '[a]\nh\n[b]\n[c:children]\na\nb\n',
  ),
  'a script that talks': {
    wrong: { 'dyn.sh': script('echo hello\necho \'{"web": ["h"]}\'') },
    hint: 'What a script wants to tell a person belongs on its standard error.',
    right: { 'dyn.sh': script('echo hello >&2\necho \'{"_meta": {"hostvars": {}}, "web": ["h"]}\'') },
  },
  'a script of a program that is not here': {
    wrong: { 'dyn.sh': '#!/usr/bin/pyhton3 --list\n' },
    hint: 'Check its first line, which must name a program that is here.',
    right: { 'dyn.sh': script('echo \'{"_meta": {"hostvars": {}}, "web": ["h"]}\'') },
  },
};
