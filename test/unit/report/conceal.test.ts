// Secrets that come back in what hosts say.
import assert from 'node:assert/strict';
import type { Event } from '../../../lib/model/event.js';
import { Secret } from '../../../lib/model/secret.js';
import { concealing, discreet, secretsOf } from '../../../lib/report/conceal.js';
import { eachEvent } from '../view/canned-run.js';
import { fleetOf, testRoles } from '../inventory/inventory-of.js';

function conceal(text: string, ...secrets: readonly string[]): string {
  return concealing(secrets.map((secret) => new Secret(secret)))(text);
}

describe('concealing', () => {
  it('replaces a secret wherever it stands, also one that is part of another', () => {
    assert.equal(conceal('a hunter2 b hunter2', 'hunter2'), 'a *** b ***');
    assert.equal(conceal('hunter2-long, hunter2', 'hunter2', 'hunter2-long'), '***, ***');
  });

  it('takes a secret as it is, not as a pattern', () => {
    assert.equal(conceal('p.ss p$&ss pass', 'p.ss', 'p$&ss'), '*** *** pass');
  });

  it('knows each line of a key', () => {
    const key = '-----BEGIN KEY-----\nMIIEvQIBADAN\n==\n-----END KEY-----\n';
    assert.equal(conceal('bad line: MIIEvQIBADAN ==', key), 'bad line: *** ==');
    assert.equal(conceal(`x${key.trim()}y`, key), 'x***y');
  });

  it('leaves words alone that are too short for a secret', () => {
    assert.equal(conceal('a cat sat', 'cat', ''), 'a cat sat');
  });
});

describe('a discreet listener', () => {
  const events: Event[] = [];
  const listener = discreet(
    (event) => events.push(event),
    (text) => text.replaceAll('hunter2', '***'),
  );
  const trouble = { code: 'E_APPLY', message: 'm hunter2', hint: 'h hunter2', output: 'o hunter2' };
  const quiet = { code: 'E_APPLY', message: 'm ***', hint: 'h ***', output: 'o ***' };

  for (const type of ['step.failed', 'host.done'] as const)
    it(`hears no secret in the error of ${type}`, () => {
      listener({ ...eachEvent[type], trouble });
      assert.deepEqual(events.at(-1), { ...eachEvent[type], trouble: quiet });
    });

  it('hears everything else as it was said', () => {
    listener(eachEvent['host.planned']);
    assert.equal(events.at(-1), eachEvent['host.planned']);
  });
});

describe('the secrets of a fleet', () => {
  it('are those of its roles, at any depth, of its connections, and what was typed', async () => {
    const fleet = await fleetOf({
      'hosts.yml':
        'all: {hosts: {web1: {ansible_become_password: of-sudo, nginx: {server_name: plain, key: of-key, env: {A: !secret of-env}}}}}',
      'site.yml': 'roles: {all: [nginx]}',
    });
    const secrets = secretsOf(fleet, testRoles, [new Secret('typed'), undefined]);
    assert.deepEqual(secrets.map((secret) => secret.reveal()).sort(), [
      'of-env',
      'of-key',
      'of-sudo',
      'typed',
    ]);
  });
});
