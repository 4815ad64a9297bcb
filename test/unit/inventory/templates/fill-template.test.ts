// Templates are filled in as Ansible does; what goes wrong is said; hostile ones end.
import assert from 'node:assert/strict';
import { watched } from '../../../../lib/bounds/run-with-time-limit.js';
import { dataOf, valueOf } from '../../../../lib/inventory/templates/plain-data.js';
import type { Names } from '../../../../lib/inventory/templates/evaluator.js';
import { fillTemplate } from '../../../../lib/inventory/templates/fill-template.js';
import { globalsOf } from '../../../../lib/inventory/templates/globals.js';
import { TemplateError } from '../../../../lib/inventory/templates/template-error.js';
import { Float, type Value } from '../../../../lib/inventory/templates/value-types.js';
import { filledCases, told } from './filled-cases.js';

const globals = globalsOf({ folders: ['/nowhere'], home: '/nowhere', env: { COLOUR: 'red' } });
const known = new Map<string, Value>([
  ...globals,
  ...Object.entries(told).map(([name, value]) => [name, valueOf(value)] as const),
  ['f', new Float(8)],
]);
const names: Names = (name) => known.get(name);

const wrong: Readonly<Record<string, RegExp>> = {
  '{{ nope }}': /^nope is not defined$/,
  '{{ d.nope }}': /^d\.nope is not defined$/,
  '{{ nope | upper }}': /^nope is not defined$/,
  '{{ ansible_default_ipv4.address }}': /^ansible_default_ipv4 is not defined$/,
  '{% if nope %}a{% endif %}': /^nope is not defined$/,
  '{{ a | uper }}': /^there is no filter named uper$/,
  '{{ a is odd_thing }}': /^there is no test named odd_thing$/,
  "{{ lookup('pipe', 'id') }}": /^the lookup pipe is not supported$/,
  "{{ lookup('file', 'none') }}": /^the file none can't be read: no such file$/,
  '{{ a': /^\{\{ is never closed$/,
  '{{ a b }}': /^expected }} or %}, found b$/,
  '{{ }}': /^expected a value, found \}\}$/,
  '{{ 1 + }}': /^expected a value/,
  '{% include "x" %}': /^\{% include %\} is not supported in variables$/,
  '{% endif %}': /^\{% endif %\} has no matching opening tag$/,
  "{{ 'a' + 1 }}": /^can't calculate text \+ a number$/,
  '{{ 1 / 0 }}': /^division by zero$/,
  "{{ a | regex_replace('(', '') }}": /^\( is not a valid regular expression$/,
  '{{ a() }}': /^text can't be called$/,
  "{{ '{' | from_json }}": /^the text is not valid JSON$/,
};

const hostile: Readonly<Record<string, string>> = {
  'nests without end': `{{ ${'('.repeat(50_000)}1${')'.repeat(50_000)} }}`,
  'has signs without end': `{{ ${'-'.repeat(50_000)}1 }}`,
  'has statements without end': '{% if t %}'.repeat(6_000),
  'doubles a text': `{% set x = 'aaaaaaaa' %}{% for i in range(99) %}{% set x = x ~ x %}{{ x }}{% endfor %}`,
  'repeats a text': "{{ 'x' * 1000000000 }}",
  'counts without end': '{{ range(1000000000) | list }}',
  'loops in loops': `${'{% for a in range(9999) %}'.repeat(6)}x${'{% endfor %}'.repeat(6)}`,
  'searches without end': `{{ '${'a'.repeat(40)}!' | regex_search('^(a+)+$') }}`,
  'replaces without end': `{{ ('x' * 100000) | replace('x', 'y' * 100000) }}`,
  'is too long': `{{ a }}${'x'.repeat(70_000)}`,
};

describe('a template', () => {
  for (const [template, value] of filledCases) {
    it(`${template} is ${JSON.stringify(value)}`, () => {
      assert.deepEqual(dataOf(fillTemplate(template, names)), value);
    });
  }

  it('looks the environment up', () => {
    assert.equal(
      fillTemplate("{{ lookup('env', 'COLOUR') }}-{{ lookup('ansible.builtin.env', 'NONE') }}", names),
      'red-',
    );
    assert.deepEqual(fillTemplate("{{ query('env', 'COLOUR') }}", names), ['red']);
  });

  for (const [template, says] of Object.entries(wrong)) {
    it(`${template} is an error`, () => {
      assert.throws(
        () => dataOf(fillTemplate(template, names)),
        (error) => error instanceof Error && says.test(error.message),
      );
    });
  }

  for (const [what, template] of Object.entries(hostile)) {
    it(`that ${what} ends in an error`, () => {
      assert.throws(() => watched(1, () => fillTemplate(template, names)), /longer than|more than/);
    });
  }

  it('is told with its errors as such', () => {
    assert.throws(() => fillTemplate('{{ a | nope }}', names), TemplateError);
  });
});
