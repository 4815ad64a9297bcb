import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rendererOf } from '../../../lib/compile/templates/render.js';
import { Secret } from '../../../lib/model/secret.js';

describe('render', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'trueup-render-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  let count = 0;
  function render(template: string, values: Record<string, unknown> = {}): string | Secret {
    const name = `${count++}.njk`;
    writeFileSync(join(folder, name), template);
    return rendererOf(folder)(name, values);
  }

  for (const template of [
    '{{ nope }}',
    '{% if nope %}x{% endif %}',
    '{% for x in nope %}x{% endfor %}',
    '{{ nope | upper }}',
    '{{ "a" ~ nope }}',
    '{% set x = nope %}',
    '{{ have.nope }}',
    '{% if have["nope"] %}x{% endif %}',
    '{% for item in list %}{{ item.nope }}{% endfor %}',
  ]) {
    it(`refuses a name that stands for nothing: ${template}`, () => {
      assert.throws(() => render(template, { have: {}, list: [{}] }), {
        code: 'E_TEMPLATE',
        message: /nope/,
      });
    });
  }

  for (const [template, text] of [
    ['{{ nope | default("d") }}', 'd'],
    ['{% if nope is defined %}x{% else %}y{% endif %}', 'y'],
    ['{{ have.nope | default("d") }}', 'd'],
    ['{{ text }}', `<a href="x">&'</a>`],
    ['{% for item in list %}{{ loop.index }}{{ item.name }} {% endfor %}', '1a 2b '],
    ['{{ list | length }}{{ have.zero }}{{ have.no }}', '20false'],
    ['{% macro m(x) %}[{{ x }}]{% endmacro %}{{ m(1) }}', '[1]'],
  ] as const) {
    it(`renders ${template}`, () => {
      const values = {
        text: `<a href="x">&'</a>`,
        list: [{ name: 'a' }, { name: 'b' }],
        have: { zero: 0, no: false },
      };
      assert.equal(render(template, values), text);
    });
  }

  it('names file, line and column of what is wrong', () => {
    assert.throws(() => render('ok\n  {{ nope }}\n'), { message: /\.njk:2:\d+: nope is not defined$/ });
  });

  const escapes = [
    '{{ range.constructor("return process")() }}',
    '{{ "a"["constructor"] }}',
    '{% set k = "constr" ~ "uctor" %}{{ range[k]("return process")() }}',
    '{{ constructor.getPrototypeOf(range) }}',
    '{{ toString }}',
    '{{ __proto__ }}',
    '{{ list.map(range) }}',
    '{{ "a".repeat(9) }}',
    '{{ range.name }}',
    '{{ [range][["0"]] }}',
    '{% set c = cycler("x", "constructor") %}{{ range[{toString: c.next}] }}',
    '{% set c = cycler("x", "constructor") %}{{ list[{"toString": c.next}] }}',
    '{{ ("a" | valueOf).env }}',
    '{{ "a" is constructor }}',
    '{{ a"&&Function`globalThis\\u002ehit\\u003d1```&&" }}',
    `{{ 1 is 'x")||(globalThis.hit=1)//' }}`,
    `{% macro 'x",globalThis.hit=1)//'() %}{% endmacro %}`,
    `{% macro m('x",globalThis.hit=1)//'=1) %}{% endmacro %}`,
    `{% set 'x",globalThis.hit=1)//' = 1 %}`,
    `{% set x, 'x",globalThis.hit=1)//' = 1 %}`,
    `{% import "a" as 'x",globalThis.hit=1)//' %}`,
    `{% from "a" import 'x"+(globalThis.hit=1)+"' as y %}`,
    `{% from "a" import y as 'x"+(globalThis.hit=1)+"' %}`,
    `{% for a, 'x"+(globalThis.hit=1)+"' in list %}{% endfor %}`,
    `{{ '\\\\",globalThis.hit=1)//'('a') }}`,
    '{% asyncEach a in list %}{% endeach %}',
    '{% asyncAll a in list %}{% endall %}',
  ];
  for (const template of escapes) {
    it(`lets no code run: ${template}`, () => {
      assert.throws(() => render(template, { list: [1] }), {
        code: 'E_TEMPLATE',
        message:
          /can't be used in a template|is not a valid name|must be a word or a number|asynchronous|not a function/,
      });
      assert.equal('hit' in globalThis, false);
    });
  }

  it('prints no list, mapping or function', () => {
    for (const template of ['{{ list }}', '{{ {a: 1} }}', '{{ range }}', '{{ list ~ "" ~ {} }}{{ {} }}']) {
      assert.throws(() => render(template, { list: [1] }), { message: /can't be printed|no value to print/ });
    }
  });

  it('says where an included template is wrong', () => {
    writeFileSync(join(folder, 'broken.njk'), '{% if %}');
    assert.throws(() => render('{% include "broken.njk" %}'), {
      code: 'E_TEMPLATE',
      message: /broken|unexpected/,
    });
  });

  it('makes the text a secret when a secret went into it, and only then', () => {
    const values = { db: { password: new Secret('hunter2'), name: 'app' } };
    const secret = render('{{ db.password }}', values);
    assert.ok(secret instanceof Secret);
    assert.equal(secret.reveal(), 'hunter2');
    assert.equal(render('{{ db.name }}', values), 'app');
  });
});
