// Remedies for sources of other forms: INI, scripts, plugins.
import { host, type Remedies } from './remedy.js';

const site = { 'trueup.yml': 'roles: {all: [base]}' };

export const sourceRemedies: Remedies = {
  'an INI file in a folder, which Ansible passes over there': {
    wrong: { 'inventory.ini': '[web]\nh' },
    hint: 'Like Ansible, trueup ignores inventory.ini in an inventory folder. Pass it with -i FOLDER/inventory.ini.',
    right: {},
    then: 'inventory.ini',
  },
  'a user in a host’s name': {
    wrong: { hosts: '[web]\ndeploy@web1' },
    hint: 'Name it web1, and set ansible_user to deploy.',
    right: { hosts: '[web]\nweb1 ansible_user=deploy' },
  },
  TOML: {
    wrong: { 'hosts.toml': '[web.hosts]\nh = {}' },
    hint: 'Convert it to YAML or INI.',
    right: { 'hosts.toml': null, 'hosts.yml': 'web: {hosts: {h: }}' },
    source: 'hosts.toml',
    then: '.',
  },
  'a section that is none': {
    wrong: { hosts: '[web]\nh\n[a b]' },
    hint: 'Write a section as [web], [web:vars] or [web:children].',
    right: { hosts: '[web]\nh\n[b]' },
  },
  'a misspelt kind of section': {
    wrong: { hosts: '[web]\nh\n[web:var]\na=1' },
    hint: 'Did you mean vars?',
    right: { hosts: '[web]\nh\n[web:vars]\na=1' },
  },
  'a group that no section makes': {
    wrong: { hosts: '[web]\nh\n[site:children]\nother' },
    hint: 'Add a section [other], which may be empty.',
    right: { hosts: '[web]\nh\n[site:children]\nother\n[other]' },
  },
  'an open quote': {
    wrong: { hosts: '[web]\nh a="b' },
    hint: 'Add the closing quotation mark, or escape this one with \\.',
    right: { hosts: '[web]\nh a=\\"b' },
  },
  'YAML without its ending': {
    wrong: { hosts: '---\n[web]\nh' },
    hint: 'Give the file a name that ends in .yml.',
    right: { hosts: null, 'hosts.yml': '---\nweb: {hosts: {h: }}' },
  },
  'a word beside a host that is no variable': {
    wrong: { hosts: '[web]\nh a=1 two' },
    hint: 'Write variables as name=value, and quote values that contain spaces; comments start with #.',
    right: { hosts: '[web]\nh a="1 two"' },
  },
  'a line of variables without a value': {
    wrong: { hosts: '[web]\nh\n[web:vars]\na' },
    hint: 'Write variables as name=value.',
    right: { hosts: '[web]\nh\n[web:vars]\na=1' },
  },
  'two groups on a line': {
    wrong: { hosts: '[a]\nh\n[b]\n[c:children]\na b' },
    hint: 'Write one group per line.',
    right: { hosts: '[a]\nh\n[b]\n[c:children]\na\nb' },
  },
  'an encrypted trueup.yml': {
    wrong: { ...host, 'trueup.yml': '$ANSIBLE_VAULT;1.1;AES256\n3031\n' },
    hint: 'It contains no secrets, so decrypt it with `ansible-vault decrypt FOLDER/trueup.yml`.',
    right: { 'trueup.yml': site['trueup.yml'] },
  },
  'a script that is not executable': {
    wrong: { ...site, list: '#!/bin/sh\necho \'{"web": ["h"]}\'\n' },
    hint: 'If it prints an inventory, make it executable with `chmod +x FOLDER/list`.',
    right: { list: null, 'list.run': '#!/bin/sh\n# --list\necho \'{"web": ["h"]}\'\n' },
    source: 'list',
    then: 'list.run',
  },
  'a script that says more than the inventory': {
    wrong: { 'list.run': '#!/bin/sh\necho Asking…\necho \'{"web": {"hosts": ["h"]}}\'\n' },
    hint: 'The script should write its messages to standard error.',
    right: { 'list.run': '#!/bin/sh\necho Asking… >&2\necho \'{"web": {"hosts": ["h"]}}\'\n' },
    source: 'list.run',
  },
  'a script for a program that is not here': {
    wrong: { 'list.run': '#!/nowhere/python\n# --list' },
    hint: 'Check that its first line names a program that is installed on the controller.',
    right: { 'list.run': '#!/bin/sh\n# --list\necho \'{"web": {"hosts": ["h"]}}\'\n' },
    source: 'list.run',
  },
  'a script that fails': {
    wrong: { 'list.run': '#!/bin/sh\n# --list\nexit 3' },
    hint: 'For details, run it yourself: FOLDER/list.run --list',
    right: { 'list.run': '#!/bin/sh\n# --list\necho \'{"web": {"hosts": ["h"]}}\'\n' },
    source: 'list.run',
  },
  'a plugin of Ansible': {
    wrong: { 'cloud.yml': 'plugin: amazon.aws.aws_ec2' },
    hint: 'Write a script that runs ansible-inventory -i FOLDER/cloud.yml --list, make it executable, and pass that script with -i instead.',
    right: { 'list.run': '#!/bin/sh\n# ansible-inventory --list\necho \'{"web": {"hosts": ["h"]}}\'\n' },
    source: 'cloud.yml',
    then: 'list.run',
  },
  'a file of variables for nobody': {
    wrong: { ...host, 'group_vars/alll.yml': 'a: 1' },
    hint: 'Did you mean all?',
    right: { 'group_vars/alll.yml': null, 'group_vars/all.yml': 'a: 1' },
  },
};
