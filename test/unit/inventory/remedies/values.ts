// Remedies for the values of variables.
import { web, type Remedies } from './remedy.js';

const file = 'group_vars/web.yml';
const vars = (text: string): Readonly<Record<string, string>> => ({
  [file]: `nginx: {server_name: a}\n${text}`,
});
const nginx = (text: string): Readonly<Record<string, string>> => ({
  [file]: `nginx: {server_name: a, ${text}}`,
});

export const valueRemedies: Remedies = {
  'a secret’s path that starts at the file that names it': {
    wrong: { ...web, ...nginx('key: !file ../secrets/k'), 'secrets/k': 'x' },
    hint: "Relative paths start at the inventory's folder, .. To use secrets/k, write secrets/k.",
    right: nginx('key: !file secrets/k'),
  },
  'a number for text': {
    wrong: { ...web, [file]: 'nginx: {server_name: 8080}' },
    hint: "Quote it if you mean text: '8080'.",
    right: { [file]: "nginx: {server_name: '8080'}" },
  },
  'text for a number': {
    wrong: { ...web, ...nginx("workers: '3'") },
    hint: 'Write it without quotes: 3.',
    right: nginx('workers: 3'),
  },
  'an octal number': {
    wrong: { ...web, ...nginx('mode: 0644') },
    hint: "Quote it if you mean text: '0644'.",
    right: nginx("mode: '0644'"),
  },
  'a template beside a mapping of entries': {
    wrong: {
      ...web,
      'group_vars/all.yml': 'extra: {b: B}',
      [file]: 'nginx: {server_name: a, pages: {a: A}}',
      'host_vars/h.yml': 'nginx: {pages: "{{ extra }}"}',
    },
    hint: 'Write a mapping here as well; its entries may be templates.',
    right: { 'host_vars/h.yml': 'nginx: {pages: {b: "{{ extra.b }}"}}' },
  },
  'a key that a role doesn’t know': {
    wrong: { ...web, ...nginx('tsl: modern') },
    hint: 'Did you mean tls?',
    right: nginx('tls: modern'),
  },
  'a role’s variables that are a list': {
    wrong: { ...web, [file]: 'nginx: [server_name]' },
    hint: "Write the role's variables under nginx, one per line.",
    right: { [file]: 'nginx:\n  server_name: a' },
  },
  'a role’s variable with a dot': {
    wrong: { ...web, [file]: 'nginx.server_name: a' },
    hint: 'Write server_name under nginx.',
    right: { [file]: 'nginx: {server_name: a}' },
  },
  'a variable that is missing': {
    wrong: { ...web, [file]: 'nginx: {}' },
    hint: 'the name people type',
    right: { [file]: 'nginx: {server_name: a}' },
  },
  'a misspelt role': {
    wrong: { ...web, ...vars('ngnix: {workers: 3}') },
    hint: 'Did you mean nginx?',
    right: nginx('workers: 3'),
  },
  'a misspelt connection variable': {
    wrong: { ...web, ...vars('ansible_hots: 192.0.2.1') },
    hint: 'Did you mean ansible_host?',
    right: vars('ansible_host: 192.0.2.1'),
  },
  'a former name of a connection variable': {
    wrong: { ...web, ...vars('ansible_su_pass: geheim99') },
    hint: 'Use ansible_become_password instead.',
    right: vars('ansible_become_password: geheim99'),
  },
  'a key written twice': {
    wrong: { ...web, ...nginx('workers: 1, workers: 2') },
    hint: 'It is already defined on line 1.',
    right: nginx('workers: 2'),
  },
  'a line break in a path': {
    wrong: { ...web, ...vars('ansible_ssh_private_key_file: "a\\nb"') },
    hint: 'Write a single line of text.',
    right: vars('ansible_ssh_private_key_file: a'),
  },
  'a user with a blank': {
    wrong: { ...web, ...vars('ansible_user: two words') },
    hint: 'Write a user name.',
    right: vars('ansible_user: deploy'),
  },
  'a flag that is neither': {
    wrong: { ...web, ...vars('ansible_become: maybe') },
    hint: 'Write true or false.',
    right: vars('ansible_become: true'),
  },
  'a time without an end': {
    wrong: { ...web, ...vars('ansible_timeout: 7200') },
    hint: 'Write a whole number of seconds, 1 to 3600.',
    right: vars('ansible_timeout: 3600'),
  },
  'a port in words': {
    wrong: { ...web, ...vars('ansible_port: ssh') },
    hint: 'Write a port, 1 to 65535.',
    right: vars('ansible_port: 22'),
  },
  'a template with a name that stands for nothing': {
    wrong: { ...web, ...vars('ansible_host: "{{ nope }}"') },
    hint: "Define it, or give it a default: nope | default('…').",
    right: vars('ansible_host: "{{ nope | default(\'x\') }}"'),
  },
  'a template with the first item of nothing': {
    wrong: { ...web, ...vars('ansible_host: "{{ [] | first }}"') },
    hint: "Give it a default with the filter default('…').",
    right: vars('ansible_host: "{{ [] | first | default(\'x\') }}"'),
  },
  'a template with a fact': {
    wrong: { ...web, ...vars('private_address: "{{ ansible_default_ipv4.address }}"') },
    hint: 'Ansible facts are not available when trueup reads an inventory. Replace the fact with its value.',
    right: vars('private_address: 192.0.2.1'),
  },
  'a template with a lookup of another kind': {
    wrong: { ...web, ...vars("ansible_user: \"{{ lookup('pipe', 'id -un') }}\"") },
    hint: "Use lookup('env', NAME) or lookup('file', PATH); store the result of any other lookup in a file or a variable.",
    right: vars("ansible_user: \"{{ lookup('env', 'NOBODY') | default('me', true) }}\""),
  },
  'a template with a statement of another kind': {
    wrong: { ...web, ...vars('ansible_user: "{% include x %}"') },
    hint: 'Use if, for and set.',
    right: vars('ansible_user: "{% if true %}x{% endif %}"'),
  },
  'an address that is none': {
    wrong: { ...web, ...vars('ansible_host: "192.0.2.1, 192.0.2.2"') },
    hint: 'Write an IP address, or a name made of letters, digits, dots, dashes and underscores.',
    right: vars('ansible_host: 192.0.2.1'),
  },
  'siblings who disagree about a role': {
    wrong: {
      'hosts.yml': 'a: {hosts: {h: }}\nb: {hosts: {h: }}',
      'trueup.yml': 'roles: {a: [nginx]}',
      'group_vars/a.yml': 'nginx: {server_name: a}',
      'group_vars/b.yml': 'nginx: {server_name: b}',
    },
    hint: 'Set it in host_vars/h.yml, or let one group win with ansible_group_priority in its vars.',
    right: { 'host_vars/h.yml': 'nginx: {server_name: b}' },
  },
  'an ssh option without its value': {
    wrong: { ...web, ...vars('ansible_ssh_common_args: -C -p') },
    hint: 'Write -p VALUE.',
    right: vars('ansible_ssh_common_args: -C -p 22'),
  },
  'an ssh option that is not one': {
    wrong: { ...web, ...vars('ansible_ssh_common_args: -o =x') },
    hint: 'Write it as -o Keyword=value.',
    right: vars('ansible_ssh_common_args: -o User=x'),
  },
  'an ssh option that can’t be honoured': {
    wrong: { ...web, ...vars('ansible_ssh_common_args: -C somewhere') },
    hint: 'Remove it.',
    right: vars('ansible_ssh_common_args: -C'),
  },
  'an address for the others that is none': {
    wrong: { ...web, ...vars('private_address: "a\\tb"') },
    hint: 'Write the address at which the other hosts reach this one.',
    right: vars('private_address: 192.0.2.1'),
  },
  'an ssh_config that is no path': {
    wrong: { ...web, ...vars('trueup_ssh_config: "a\\nb"') },
    hint: 'Write the path of an ssh_config file, none, or vagrant.',
    right: vars('trueup_ssh_config: none'),
  },
  'a jump that is none': {
    wrong: { ...web, ...vars('trueup_proxy_jump: "a\\tb"') },
    hint: 'Write user@bastion:port.',
    right: vars('trueup_proxy_jump: deploy@bastion.example.com:22'),
  },
  'a secret where it would be shown': {
    wrong: { ...web, [file]: 'nginx: {server_name: !secret abcd}' },
    hint: 'Its value is shown in plans and reports. Write it in plain text outside encrypted files, and do not use a secret in its template.',
    right: { [file]: 'nginx: {server_name: abcd}' },
  },
  'a lookup of a file that isn’t there': {
    wrong: {
      ...web,
      ...vars(`ansible_user: "{{ lookup('file', 'nowhere/user.txt') }}"`),
      'user.txt': 'deploy',
    },
    hint: 'Relative paths start at ..',
    right: vars(`ansible_user: "{{ lookup('file', 'user.txt') }}"`),
  },
  'ssh options on two lines': {
    wrong: { ...web, ...vars('ansible_ssh_common_args: "-o \'User=a\\nb\'"') },
    hint: 'Write it on one line.',
    right: vars('ansible_ssh_common_args: -C -C'),
  },
  'an ssh option with a number that is none': {
    wrong: { ...web, ...vars('ansible_ssh_common_args: -o ConnectTimeout=0') },
    hint: 'Write a whole number from 1 to 3600.',
    right: vars('ansible_ssh_common_args: -o ConnectTimeout=1'),
  },
};
