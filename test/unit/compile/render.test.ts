import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nunjucks from 'nunjucks';
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

  for (const [template, says] of [
    ['{{ name" }}', /1:4: "name\\"" is not a valid name$/],
    ['{{ list.map(range) }}', /1:4: list\["map"\] is not defined$/],
    ['{{ "a".repeat(9) }}', /1:7: a\["repeat"\] is not defined$/],
    ['{{ have.constructor }}', /1:4: have\["constructor"\] is not defined$/],
    ['\n{{ have() }}', /2:4: Unable to call `have`, which is not a function$/],
    ['\n{{ 1 | nope }}', /2:8: filter not found: nope$/],
  ] as const) {
    it(`says what is wrong, and where: ${template.trim()}`, () => {
      assert.throws(() => render(template, { list: [1], have: {}, name: 'x' }), {
        code: 'E_TEMPLATE',
        message: says,
      });
    });
  }

  it('changes nothing of nunjucks for others', () => {
    render('{{ list | length }}', { list: [1] });
    assert.equal(nunjucks.renderString('{{ nope }}{{ "a".repeat(2) }}', {}), 'aa');
  });

  it('prints no list, mapping or function', () => {
    for (const template of ['{{ list }}', '{{ {a: 1} }}', '{{ range }}', '{{ list ~ "" ~ {} }}{{ {} }}']) {
      assert.throws(() => render(template, { list: [1] }), { message: /can't be printed|no value to print/ });
    }
  });

  for (const [broken, says] of [
    ['{% if %}', /broken\.njk:1:7: unexpected token: %}$/],
    ['ok\n\n  {{ nope }}', /broken\.njk:3:6: nope is not defined$/],
  ] as const) {
    it(`says where an included template is wrong: ${broken}`, () => {
      writeFileSync(join(folder, 'broken.njk'), broken);
      assert.throws(() => render('\n\n\n\n{% include "broken.njk" %}'), {
        code: 'E_TEMPLATE',
        message: says,
      });
    });
  }

  it('says of a template without end where to look', () => {
    assert.throws(() => render('{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}'), {
      code: 'E_TEMPLATE',
      hint: 'Look for a template that includes itself, and for loops within loops.',
    });
  });

  it('includes as many templates as one likes, and none that may be missing', () => {
    writeFileSync(join(folder, 'part.njk'), '{{ x }}');
    assert.equal(render('{% include "part.njk" %}'.repeat(100), { x: 1 }), '1'.repeat(100));
    assert.equal(render('a{% include "none.njk" ignore missing %}b'), 'ab');
  });

  it('inherits blocks, and imports macros', () => {
    writeFileSync(join(folder, 'base.njk'), 'A{% block b %}{{ x }}{% endblock %}B');
    writeFileSync(join(folder, 'macros.njk'), '{% macro f(a, b=2) %}<{{ a }}{{ b }}>{% endmacro %}');
    const inherited = '{% extends "base.njk" %}{% block b %}[{{ super() }}]{% endblock %}';
    assert.equal(render(inherited, { x: 1 }), 'A[1]B');
    assert.equal(render('{% import "macros.njk" as m %}{{ m.f("q", b=3) }}'), '<q3>');
  });

  it('makes the text a secret when a secret went into it, and only then', () => {
    const values = { db: { password: new Secret('hunter2'), name: 'app' } };
    const secret = render('{{ db.password }}', values);
    assert.ok(secret instanceof Secret);
    assert.equal(secret.reveal(), 'hunter2');
    assert.equal(render('{{ db.name }}', values), 'app');
    assert.ok(render('{{ db.password | default("") }}', values) instanceof Secret);
    assert.equal(render('{% if db.password is defined %}yes{% endif %}', values), 'yes');
  });
});
