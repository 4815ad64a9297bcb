// Remedies for patterns that name nobody.
import { host, web, type Remedies } from './remedy.js';

export const patternRemedies: Remedies = {
  'an empty pattern': {
    wrong: host,
    hint: 'Use all to select every host.',
    right: {},
    limit: ' ',
    then: 'all',
  },
  'a position that there isn’t': {
    wrong: web,
    hint: 'web has 1 host; positions start at 0.',
    right: {},
    limit: 'web[1]',
    then: 'web[0]',
  },
  'a misspelt group in a pattern': {
    wrong: web,
    hint: 'Did you mean web?',
    right: {},
    limit: 'wbe',
    then: 'web',
  },
  'a file of patterns that is not there': {
    wrong: host,
    hint: 'Write @ followed by the path of a file with one host or pattern per line.',
    right: {},
    limit: '@test/unit/inventory/remedies/none.txt',
    then: '@test/unit/inventory/remedies/hosts.txt',
  },
  'the controller, which is not in the inventory': {
    wrong: host,
    hint: 'Add localhost to the inventory, with ansible_connection: local.',
    right: { 'hosts.yml': 'all: {hosts: {h: , localhost: {ansible_connection: local}}}' },
    limit: 'localhost',
  },
};
