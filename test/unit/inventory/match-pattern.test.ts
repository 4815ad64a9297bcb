// Host patterns mean what they mean to Ansible; one that names nothing is an error, whatever it is.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { matchPattern } from '../../../lib/inventory/patterns/match-pattern.js';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import { anyText } from './any-text.js';

const hosts = ['lb1', 'lb2', 'web1', 'web2', 'web10', 'app1', 'db1', 'odd.example'];
const choice = {
  hosts,
  groups: new Map([
    ['all', hosts],
    ['ungrouped', []],
    ['lb', ['lb1', 'lb2']],
    ['web', ['web1', 'web2', 'web10']],
    ['app', ['app1']],
    ['db', ['db1']],
    ['prod', ['lb1', 'web1', 'app1', 'db1']],
  ]),
};

const cases: Readonly<Record<string, string>> = {
  all: hosts.join(' '),
  '*': hosts.join(' '),
  web: 'web1 web2 web10',
  web1: 'web1',
  'web*': 'web1 web2 web10',
  'web?': 'web1 web2',
  '*.example': 'odd.example',
  '[ad]*1': 'app1 db1',
  '[!lw]*1': 'app1 db1',
  'lb,db': 'lb1 lb2 db1',
  'db:lb': 'db1 lb1 lb2',
  'db1, app1': 'db1 app1',
  'lb,db:!lb1': 'lb2 db1',
  'web:&prod': 'web1',
  'all:!db1': 'lb1 lb2 web1 web2 web10 app1 odd.example',
  '!prod': 'lb2 web2 web10 odd.example',
  '&prod': 'lb1 web1 app1 db1',
  'web:lb:&prod:!lb1': 'web1',
  'web[0]': 'web1',
  'web[-1]': 'web10',
  'web[0:1]': 'web1 web2',
  'web[1:]': 'web2 web10',
  'web[1-2]': 'web2 web10',
  'web[12]': 'TrueupError',
  'web[!12]*': 'TrueupError',
  'web[12x]': 'web1 web2',
  'lb[1:2]': 'lb2', // as in Ansible: positions in the group lb, counted from 0
  'lb[0:1]:&prod': 'lb1',
  'app[1:3]:!db1': 'TrueupError',
  'odd[1:2]': 'TrueupError',
  '~web\\d$': 'web1 web2',
  '~(lb|db)1': 'lb1 db1',
};

describe('host patterns', () => {
  for (const [pattern, expected] of Object.entries(cases)) {
    it(`${pattern} means ${expected}`, () => {
      if (expected === 'TrueupError') assert.throws(() => matchPattern(pattern, choice), TrueupError);
      else assert.equal(matchPattern(pattern, choice).join(' '), expected);
    });
  }

  it('a range unfolds names where there is no group named so', () => {
    const ungrouped = { hosts: ['n1', 'n2', 'n3'], groups: new Map([['all', ['n1', 'n2', 'n3']]]) };
    assert.deepEqual(matchPattern('n[1:2]', ungrouped), ['n1', 'n2']);
  });

  const wrong: Readonly<Record<string, string>> = {
    webb: '"webb" is neither a host nor a group | Did you mean web?',
    'all:!db11': '"db11" is neither a host nor a group | Did you mean db1?',
    'web:&prd': '"prd" is neither a host nor a group | Did you mean prod?',
    'db1:!db1': '"db1:!db1": the pattern matches no host | undefined',
    ungrouped: '"ungrouped": the group has no hosts | undefined',
    'web[5]': '"web[5]": the position is out of range | web has 3 hosts; positions start at 0.',
    'wbe[5]': '"wbe[5]" is neither a host nor a group | Did you mean web?',
    '~(': '"~(" is not a valid regular expression (Unterminated group) | undefined',
    ' , ': '" , ": the pattern is empty | Use all to select every host.',
  };
  for (const [pattern, expected] of Object.entries(wrong)) {
    it(`${JSON.stringify(pattern)} is refused: ${expected}`, () => {
      assert.throws(
        () => matchPattern(pattern, choice),
        (error) => error instanceof TrueupError && `${error.message} | ${String(error.hint)}` === expected,
      );
    });
  }

  it('any text gives hosts of the inventory or a TrueupError', () => {
    const pieces = fc.constantFrom(
      'web',
      'lb1',
      '*',
      '?',
      '[',
      ']',
      '[0:1]',
      '!',
      '&',
      ':',
      ',',
      '~',
      '-',
      '\\',
      '(',
    );
    const text = fc.oneof(
      anyText,
      fc.array(pieces).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (pattern) => {
        try {
          const found = matchPattern(pattern, choice);
          assert.ok(found.length > 0 && found.every((host) => hosts.includes(host)));
        } catch (error) {
          assert.ok(error instanceof TrueupError, String(error));
        }
      }),
      { numRuns: 2000 },
    );
  });
});
