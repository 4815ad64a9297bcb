// Which test a role gets, where the project has none for it.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTests, type Found } from '../../../cli/find-role-tests.js';
import { roles } from '../../../roles/registry.js';

async function found(vars: string, names: readonly string[], test?: string): Promise<Found['tested']> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'trueup-find-tests-')));
  try {
    mkdirSync(join(folder, 'roles/own'), { recursive: true });
    writeFileSync(
      join(folder, 'roles/own/role.ts'),
      `import { defineRole, Type } from 'trueup';
export const own = defineRole({ name: 'own', why: 'test', vars: Type.Object(${vars}), *resources() {} });`,
    );
    if (test !== undefined) writeFileSync(join(folder, 'roles/own/role.test.ts'), test);
    return (await findTests(roles, names, folder)).tested;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('The test of a role', () => {
  const plain = [{ role: 'own', declared: { hosts: { one: { own: {} } } } }];

  it('is one host with the defaults, where all variables have one', async () => {
    const vars = "{ a: Type.String({ default: 'x' }), b: Type.Optional(Type.Integer()) }";
    assert.deepEqual(await found(vars, []), plain);
    assert.deepEqual(await found('{}', ['own']), plain);
  });

  it('must be written where a variable has no default, and the hint says how', async () => {
    await assert.rejects(found("{ a: Type.String(), b: Type.String({ default: 'x' }) }", ['own']), {
      code: 'E_INPUT',
      message: "test own: the role has no test, and can't be tested without values for a",
      hint: /^Create .*roles\/own\/role\.test\.ts with this content: .* \{ own: \{ a: … \} \}/,
    });
  });

  it('must export its hosts, and is for a role that there is', async () => {
    await assert.rejects(found('{}', ['own'], 'export default 1;'), { code: 'E_INPUT', hint: /testOf/ });
    await assert.rejects(found('{}', ['onw']), { code: 'E_INPUT', hint: 'Did you mean own?' });
  });
});
