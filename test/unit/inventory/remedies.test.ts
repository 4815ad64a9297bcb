// Each hint about an inventory is followed here: what it was about is gone then.
import assert from 'node:assert/strict';
import { complaintsOf, fleetOf, nginx } from './inventory-of.js';
import { openHost } from '../../../lib/engine/open-host.js';
import { orderRoles } from '../../../lib/inventory/variables/role-order.js';
import { defineRole, Type } from '../../../lib/kit.js';
import type { Host } from '../../../lib/model/fleet.js';
import type { Role } from '../../../lib/model/role.js';
import { Secret } from '../../../lib/model/secret.js';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import { newIdentity } from '../../../lib/secrets/age.js';
import { sealedLiteral } from '../../../lib/secrets/sealed-text.js';
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

  it('variables of a role that the host doesn’t have', async () => {
    const lone = await fleetOf(host);
    assert.throws(
      () => lone.varsOf(lone.host('h'), nginx),
      (error) => error instanceof TrueupError && told.add(error.hint ?? '').has('Its roles: base.'),
    );
    const fleet = await fleetOf(web);
    assert.equal(fleet.varsOf(fleet.host('h'), nginx).server_name, 'a');
  });

  for (const [wrong, hint, right] of [
    [
      'ansible_connection: winrm',
      'Use ssh, or local for the machine that trueup runs on; or leave the host out with --limit.',
      'ansible_connection: ssh',
    ],
    [
      'ansible_become_method: doas',
      'Set it to sudo for trueup, or leave the host out with --limit.',
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
        { ...host, 'site.yml': 'roles: {all: [offering]}' },
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
