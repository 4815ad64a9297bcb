// Each hint about an inventory is followed here: what it was about is gone then.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { complaintsOf, fleetOf, inFolder, nginx } from './inventory-of.js';
import { openHost } from '../../../lib/engine/open-host.js';
import { loadFleet } from '../../../lib/inventory/load-fleet.js';
import { vaultFiles } from '../../../lib/inventory/read/find-vault-files.js';
import { orderRoles } from '../../../lib/inventory/variables/role-order.js';
import { defineRole, Type } from '../../../lib/kit.js';
import type { Host } from '../../../lib/model/fleet.js';
import type { Role } from '../../../lib/model/role.js';
import { Secret } from '../../../lib/model/secret.js';
import { InputErrors, TrueupError } from '../../../lib/model/trueup-error.js';
import { newIdentity } from '../../../lib/secrets/age.js';
import { importVault } from '../../../lib/secrets/vault/import-vault.js';
import { sealedLiteral } from '../../../lib/secrets/reencrypt-text.js';
import { vaulted } from '../secrets/vault-fixture.js';
import { patternRemedies } from './remedies/patterns.js';
import { host, web, type Remedies } from './remedies/remedy.js';
import { sentencesIn } from './remedies/sentences.js';
import { sourceRemedies } from './remedies/sources.js';
import { structureRemedies } from './remedies/structure.js';
import { valueRemedies } from './remedies/values.js';

const remedies: Remedies = {
  ...structureRemedies,
  ...sourceRemedies,
  ...patternRemedies,
  ...valueRemedies,
};

function hintOf(complaint: string): string {
  return complaint.slice(complaint.indexOf(' | ') + 3);
}

/** Nobody is connected to. */
const nowhere = {
  connect: { home: '/nowhere', acceptNew: false },
  listener: () => undefined,
  abort: new AbortController().signal,
};

/** Warnings count as well. */
function of(limit: string | undefined): Parameters<typeof complaintsOf>[1] {
  return { strict: true, ...(limit !== undefined && { limit }) };
}

describe('the remedies that hints tell', () => {
  const told = new Set<string>();

  for (const [name, { wrong, hint: written, right, source, limit, then }] of Object.entries(remedies)) {
    it(name, async () => {
      // Paths are told as they were given; complaintsOf leaves the folder out.
      const hint = written.replaceAll('FOLDER/', '');
      const before = await complaintsOf(wrong, of(limit), source);
      assert.ok(
        before.some((one) => one.endsWith(` | ${hint}`)),
        before.join('\n'),
      );
      told.add(hint);
      // Nothing else may be wrong: it would be a mistake of this test.
      const [limitThen, sourceThen] = limit === undefined ? [limit, then ?? source] : [then ?? limit, source];
      const after = await complaintsOf({ ...wrong, ...right }, of(limitThen), sourceThen);
      assert.deepEqual(after, []);
    });
  }

  it('a value that is not encrypted', async () => {
    const { identity, recipient } = await newIdentity();
    const written = (value: string): Parameters<typeof complaintsOf> => [
      { ...web, 'group_vars/web.yml': `nginx:\n  server_name: a\n  key: !age ${value}\n` },
      { identity: { text: identity } },
    ];
    const [before = ''] = await complaintsOf(...written('in clear'));
    assert.match(before, /Encrypt it with `trueup secrets edit group_vars\/web\.yml`\.$/);
    told.add(hintOf(before));
    const sealed = await sealedLiteral(new Secret('in clear\n'), [{ key: recipient }], 4);
    assert.deepEqual(await complaintsOf(...written(sealed)), []);
  });

  for (const [what, clear, hint, right] of [
    [
      'an encrypted script',
      '#!/bin/sh\n# --list\necho {}\n',
      "A script can't be encrypted. Decrypt it with `ansible-vault decrypt list`, and make it executable.",
      { list: null, 'list.run': '#!/bin/sh\n# --list\necho \'{"web": ["h"]}\'\n' },
    ],
    [
      'an encrypted inventory in another encoding',
      Buffer.from('[web]\nh motto=\xfc\n', 'latin1'),
      'Decrypt it, convert it to UTF-8, and encrypt it again.',
      { list: vaulted('[web]\nh motto=\u00fc\n', 'right') },
    ],
  ] as const) {
    it(what, async () => {
      const told_ = await inFolder({ pw: 'right' }, async (folder) => {
        const vault = { sources: [`${folder}/pw`], ask: () => Promise.resolve(undefined) };
        const wrong = { list: vaulted(clear, 'right') };
        const [after] = Object.keys(right).slice(-1);
        return [await complaintsOf(wrong, { vault }, 'list'), await complaintsOf(right, { vault }, after)];
      });
      const [before = [], after] = told_;
      assert.deepEqual(before.map(hintOf), [hint]);
      assert.deepEqual(after, []);
      told.add(hint);
    });
  }

  it('an encrypted inventory that can hold no age values', async () => {
    const files = { hosts: vaulted('[web]\nh ansible_password=x\n', 'right'), pw: 'right' };
    await inFolder(files, async (folder) => {
      const { identity, recipient } = await newIdentity();
      const settings = { sources: [`${folder}/pw`], ask: () => Promise.resolve(undefined) };
      const run = () => importVault(folder, vaultFiles(`${folder}/hosts`), settings);
      writeFileSync(`${folder}/recipients.txt`, `${recipient}\n`);
      await assert.rejects(run(), (error) => {
        assert.ok(error instanceof TrueupError);
        return told.add(error.hint ?? '').has(error.hint ?? '');
      });
      writeFileSync(`${folder}/hosts`, '[web]\nh\n');
      mkdirSync(`${folder}/group_vars`);
      writeFileSync(`${folder}/group_vars/web.yml`, vaulted('ansible_password: x\n', 'right'));
      assert.equal((await run()).size, 1);
      const options = { roles: new Map(), site: 'ignored', identity: { text: identity } } as const;
      const fleet = await loadFleet(`${folder}/hosts`, options);
      assert.equal(fleet.host('h').connection.password?.reveal(), 'x');
    });
  });

  it('variables of a role that the host doesn’t have', async () => {
    const lone = await fleetOf(host);
    assert.throws(
      () => lone.varsOf(lone.host('h'), nginx),
      (error) => error instanceof TrueupError && told.add(error.hint ?? '').has('It has these roles: base.'),
    );
    const fleet = await fleetOf(web);
    assert.equal(fleet.varsOf(fleet.host('h'), nginx).server_name, 'a');
  });

  for (const [wrong, hint, right] of [
    [
      'ansible_connection: winrm',
      'Use ssh, or local for the machine that trueup runs on; or exclude the host with --limit.',
      'ansible_connection: ssh',
    ],
    [
      'ansible_become_method: doas',
      'Set this variable to sudo, or exclude the host with --limit.',
      'ansible_become_method: sudo',
    ],
  ] as const) {
    it(`a plugin that trueup doesn’t have: ${wrong}`, async () => {
      const written = async (line: string): Promise<Host> =>
        (await fleetOf({ ...host, 'host_vars/h.yml': line })).host('h');
      await assert.rejects(openHost(await written(wrong), nowhere), { code: 'E_INPUT', hint });
      assert.equal((await written(right)).connection.unusable, undefined);
    });
  }

  it('a variable of the run that is not assigned', async () => {
    await assert.rejects(
      fleetOf(web, { extra: ['nginx.server_name b'] }),
      (error) => error instanceof InputErrors && told.add(error.errors[0]?.hint ?? '').size > 0,
    );
    const fleet = await fleetOf(web, { extra: ["nginx.server_name='b'"] });
    assert.equal(fleet.varsOf(fleet.host('h'), nginx).server_name, 'b');
  });

  it('roles that wait for each other', () => {
    const roles = (after: readonly string[]) =>
      new Map([
        ['a', { after: ['b'] }],
        ['b', { after }],
      ] as const);
    assert.throws(
      () => orderRoles(['a', 'b'], roles(['a'])),
      (error) => error instanceof TrueupError && told.add(error.hint ?? '').size > 0,
    );
    assert.deepEqual(orderRoles(['a', 'b'], roles([])), ['b', 'a']);
  });

  it('roles whose offers depend on each other', async () => {
    const offering = (other?: string): Role =>
      defineRole({
        ...{ name: 'offering', why: 'test', vars: Type.Object({}), *resources() {} },
        offers: ({ fleet }) => (other === undefined ? 1 : fleet.offersOf(other).length),
      });
    const offersOf = (role: Role): Promise<readonly unknown[]> =>
      fleetOf(
        { ...host, 'trueup.yml': 'roles: {all: [offering]}' },
        { roles: new Map([['offering', role]]) },
      ).then((fleet) => fleet.offersOf('offering'));
    await assert.rejects(
      offersOf(offering('offering')),
      (error) => error instanceof TrueupError && told.add(error.hint ?? '').size > 0,
    );
    assert.equal((await offersOf(offering())).length, 1);
  });

  it('are all of those in the sources', () => {
    const missing = sentencesIn('lib/inventory').filter(
      ({ form }) => ![...told].some((hint) => form.test(hint)),
    );
    assert.deepEqual(
      missing.map(({ file, text }) => `${file}: ${text}`),
      [],
    );
  });
});
