import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rendererOf } from '../../../lib/compile/render.js';
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

  it('keeps code out of reach', () => {
    assert.throws(() => render('{{ range.constructor("return process")() }}'), { message: /out of bounds/ });
    assert.throws(() => render('{{ "a"["constructor"] }}'), { message: /out of bounds/ });
    assert.throws(() => render('{% set k = "constr" ~ "uctor" %}{{ range[k]("return process")() }}'), {
      message: /out of bounds/,
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
