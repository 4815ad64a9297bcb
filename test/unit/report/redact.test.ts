// Secrets that come back in what hosts say.
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import * as fc from 'fast-check';
import type { Event } from '../../../lib/model/event.js';
import { Secret } from '../../../lib/model/secret.js';
import { InputErrors, TrueupError } from '../../../lib/model/trueup-error.js';
import { redactError, redactorFor, redactEvents, secretsOf } from '../../../lib/report/redact.js';
import { eachEvent } from '../view/canned-run.js';
import { fleetOf, testRoles } from '../inventory/inventory-of.js';

function redact(text: string, ...secrets: readonly string[]): string {
  return redactorFor(secrets.map((secret) => new Secret(secret)))(text);
}

describe('redacting', () => {
  it('replaces a secret wherever it stands, also one that is part of another', () => {
    assert.equal(redact('a hunter2 b hunter2', 'hunter2'), 'a *** b ***');
    assert.equal(redact('hunter2-long, hunter2', 'hunter2', 'hunter2-long'), '***, ***');
  });

  it('takes a secret as it is, not as a pattern', () => {
    assert.equal(redact('p.ss p$&ss pass', 'p.ss', 'p$&ss'), '*** *** pass');
  });

  it('knows each line of a key', () => {
    const key = '-----BEGIN KEY-----\nMIIEvQIBADAN\n==\n-----END KEY-----\n';
    assert.equal(redact('bad line: MIIEvQIBADAN ==', key), 'bad line: *** ==');
    assert.equal(redact(`x${key.trim()}y`, key), 'x***y');
  });

  const password = 'p\'a"s $w\\<ö&d!';
  const forms: Readonly<Record<string, string>> = {
    'as a shell quotes it': `'${password.replaceAll("'", "'\\''")}'`,
    'as printf %q writes it': String.raw`p\'a\"s\ \$w\\\<\ö\&d\!`,
    'in double quotes': password.replace(/["\\$]/g, String.raw`\$&`),
    'as SQL quotes it': password.replaceAll("'", "''"),
    'as MySQL quotes it': password.replace(/['"\\]/g, String.raw`\$&`),
    'as SQL in hex': `0x${Buffer.from(password).toString('hex').toUpperCase()}`,
    'in hex': Buffer.from(password).toString('hex'),
    'in JSON': JSON.stringify(password),
    'in an address': encodeURIComponent(password),
    'in a form': new URLSearchParams({ p: password }).toString(),
    'in HTML': 'p&#39;a&quot;s $w\\&lt;ö&amp;d!',
    'in Base64': Buffer.from(password).toString('base64'),
    'in Base64 of more, one letter before': Buffer.from(`u:${password}, and so on`).toString('base64'),
    'in Base64 of more, two letters before': Buffer.from(`us${password}, and so on`).toString('base64'),
    'in Base64 of more, three letters before': Buffer.from(`use${password}, and so on`).toString('base64url'),
  };
  for (const [name, shown] of Object.entries(forms)) {
    it(`knows a secret ${name}`, () => {
      const said = redact(`before ${shown} after`, password);
      assert.match(said, /^before .*\*\*\*.* after$/);
      const left = said.replace(/^before | after$/g, '');
      // Of Base64 the outermost letters, which hold bits of the neighbours, may stay.
      assert.ok(left.length <= 26 && !left.includes('s $w') && !left.includes('s%20%24'), said);
    });
  }

  it('knows every secret in each of these forms', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, maxLength: 40 }), fc.nat(5), (text, before) => {
        fc.pre(text.trim() === text && text.length >= 6);
        const inside = Buffer.from(`${'x'.repeat(before)}${text}yyy`);
        const own = Math.ceil(((before % 3) * 4) / 3);
        const core = inside
          .toString('base64')
          .slice(Math.floor(before / 3) * 4 + own)
          .slice(0, 6);
        assert.ok(!redact(inside.toString('base64'), text).includes(core), 'Base64');
        for (const shown of [
          JSON.stringify(text).slice(1, -1),
          encodeURIComponent(text),
          Buffer.from(text).toString('hex'),
        ])
          assert.ok(!redact(shown, text).includes(shown), shown);
      }),
      { seed: 7 },
    );
  });

  it('leaves words alone that are too short for a secret', () => {
    assert.equal(redact('a cat sat', 'cat', ''), 'a cat sat');
  });
});

describe('a discreet listener', () => {
  const events: Event[] = [];
  const listener = redactEvents(
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

  const said: readonly Event[] = [
    { type: 'answer', host: 'hunter2', status: 0, stdout: 'o hunter2', stderr: 'e hunter2' },
    { type: 'notice', text: 'hunter2' },
    { ...eachEvent['check.done'], found: 'hunter2' },
    {
      ...eachEvent['host.planned'],
      steps: [
        {
          ...{ resource: 'file /x', type: 'file', role: 'base', state: 'change' },
          changes: [{ verb: 'update', key: 'content', what: 'content', from: 'was hunter2', to: 'x' }],
        },
      ],
    },
  ];
  for (const event of said)
    it(`hears no secret in what a host said: ${event.type}`, () => {
      listener(event);
      const heard = JSON.stringify(events.at(-1));
      assert.match(heard, /\*\*\*/);
      assert.equal(heard.replace('"host":"hunter2"', '').includes('hunter2'), false);
      assert.equal(events.at(-1)?.type, event.type);
    });

  it('hears everything else as it was said', () => {
    listener(eachEvent['host.planned']);
    assert.equal(events.at(-1), eachEvent['host.planned']);
  });
});

describe('an error without secrets', () => {
  it('is the same, with its causes and all that it holds', () => {
    const quietly = (text: string) => text.replaceAll('hunter2', '***');
    const cause = new Error('c hunter2');
    const one = new TrueupError('E_INPUT', 'm hunter2', { hint: 'h hunter2', output: 'o hunter2', cause });
    const all = new InputErrors([one]);
    assert.equal(redactError(all, quietly), all);
    assert.deepEqual(
      [one.message, one.hint, one.output, cause.message],
      ['m ***', 'h ***', 'o ***', 'c ***'],
    );
    assert.equal(inspect(all).includes('hunter2'), false);
  });
});

describe('the secrets of a fleet', () => {
  it('are those of its roles, at any depth, of its connections, and what was typed', async () => {
    const fleet = await fleetOf({
      'hosts.yml':
        'all: {hosts: {web1: {ansible_become_password: of-sudo, nginx: {server_name: plain, key: of-key, env: {A: !secret of-env}}}}}',
      'trueup.yml': 'roles: {all: [nginx]}',
    });
    const secrets = secretsOf(fleet, testRoles, [new Secret('typed'), new Secret('typed'), undefined]);
    assert.deepEqual(secrets.map((secret) => secret.reveal()).sort(), [
      'of-env',
      'of-key',
      'of-sudo',
      'typed',
    ]);
  });

  it('are also those of variables that only Ansible uses, and of roles that no host has yet', async () => {
    const fleet = await fleetOf({
      'hosts.yml':
        'all: {hosts: {web1: {own: [!secret of-a-playbook], nginx: {server_name: plain, key: !secret of-no-role-yet}}}}',
      'trueup.yml': 'roles: {}',
    });
    assert.deepEqual(
      secretsOf(fleet, testRoles)
        .map((secret) => secret.reveal())
        .sort(),
      ['of-a-playbook', 'of-no-role-yet'],
    );
  });
});
