// The lab makes the files that an inventory refers to, and no others.
import assert from 'node:assert/strict';
import { readTexts } from '../../../lib/inventory/read/all-variable-texts.js';
import { extrasOf } from '../../../lib/lab/settings/generated-lab-files.js';
import { labOf } from '../../../lib/lab/settings/lab-from-addresses.js';
import { theLab } from '../../../lib/lab/settings/lab-settings.js';
import { packageRoot } from '../../../lib/package-root.js';
import { inFolder } from '../inventory/inventory-of.js';

const hosts = [{ name: 'db1', address: '10.30.0.15', alsoAt: '10.30.1.15' }];
const lab = labOf(hosts);
const { stateFolder } = lab;

describe('what a lab has besides its hosts', () => {
  it('is nothing where the inventory refers to nothing', () => {
    assert.deepEqual(extrasOf(lab, hosts, ['www.example.com', `${stateFolder}/ssh/id_ed25519`]), {
      secrets: [],
      certificates: [],
    });
  });

  it('is each secret once, and certificates for sites and hosts', () => {
    const texts = [
      ...['secrets/word', 'secrets/word', 'ca/ca.pem', 'ca/www.shop.example.pem', 'ca/www.shop.example.key'],
      ...['ca/db1.pem', 'ca/api.pem'],
    ].map((path) => `${stateFolder}/${path}`);
    assert.deepEqual(extrasOf(lab, hosts, texts), {
      secrets: ['word'],
      certificates: [
        { names: ['www.shop.example', 'shop.example'] },
        { names: ['db1'], addresses: ['10.30.0.15', '10.30.1.15'] },
        { names: ['api'] },
      ],
    });
  });

  it('is a certificate for each host where a template names the file', () => {
    const { certificates } = extrasOf(lab, hosts, [`${stateFolder}/ca/{{ inventory_hostname }}.pem`]);
    assert.deepEqual(
      certificates.map(({ names }) => names),
      [['db1']],
    );
  });

  it('may not be in the folder of another lab', () => {
    assert.throws(() => extrasOf(lab, hosts, [`${theLab.stateFolder}/secrets/word`]), {
      code: 'E_INPUT',
      hint: new RegExp(`refer to ${stateFolder}/secrets/word instead\\.$`),
    });
  });

  it('is found in lists, mappings and paths of secrets, in every file', async () => {
    const files = {
      'hosts.yml': 'all: {hosts: {a: }}',
      'group_vars/all.yml': 'x: {y: [one, {z: !file /two}]}\nsealed: !secret three',
    };
    assert.deepEqual(await inFolder(files, readTexts), ['one', '/two']);
  });

  it('is what the stack of inventory/lab needs', async () => {
    const { secrets, certificates } = extrasOf(theLab, [], await readTexts(`${packageRoot}/inventory/lab`));
    assert.deepEqual([...secrets].sort(), ['app_db_password', 'migrate_db_password', 'session_key']);
    assert.deepEqual(certificates.map(({ names }) => names[0]).sort(), ['db1', 'www.foobar.com']);
  });
});
