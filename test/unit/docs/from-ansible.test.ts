// docs/from-ansible.md says of every connection variable what becomes of it, and names resource types that are there.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { connectionSchema, ignoredVariables } from '../../../lib/inventory/variables/connection-schema.js';
import * as kit from '../../../lib/kit.js';

const page = readFileSync(new URL('../../../docs/from-ansible.md', import.meta.url), 'utf8');

/** The cells of each row of the table below a heading, without its head. */
function rowsBelow(heading: string): readonly (readonly string[])[] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\|(.*)\|$/gm)]
    .map(([, row = '']) => row.split('|').map((cell) => cell.trim()))
    .slice(2);
}

describe('the page for those who come from Ansible', () => {
  const rows = rowsBelow('Connections')
    .filter(([name = '']) => name.startsWith('`ansible_'))
    .map(([name = '', what = '']) => ({
      name: name.replaceAll('`', ''),
      hasEffect: !what.startsWith('no effect'),
    }));
  const named = (effect: boolean): readonly string[] =>
    rows.filter(({ hasEffect }) => hasEffect === effect).map(({ name }) => name);

  it('lists each variable that is honoured, once', () => {
    const honoured = Object.keys(connectionSchema.properties).filter((name) => name.startsWith('ansible_'));
    assert.deepEqual([...named(true)].sort(), honoured.sort());
  });

  it('lists each variable that has no effect, once', () => {
    assert.deepEqual([...named(false)].sort(), [...ignoredVariables].sort());
  });

  it('names resource types and checks that roles can import', () => {
    const types = rowsBelow('Replacements for modules')
      .flatMap(([, second = '']) => [...second.matchAll(/`([a-zA-Z]+)`/g)])
      .map(([, name = '']) => name);
    assert.ok(types.length > 20, String(types.length));
    assert.deepEqual(
      types.filter((name) => !Object.hasOwn(kit, name)),
      [],
    );
  });
});
