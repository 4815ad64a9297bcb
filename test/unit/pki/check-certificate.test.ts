import assert from 'node:assert/strict';
import { Secret } from '../../../lib/kit.js';
import { daysLeft, judgeChain, type Pair } from '../../../lib/pki/check-certificate.js';
import { createCa, issueLeaf, type KeyPair } from '../../../lib/pki/local-ca.js';

const now = Date.parse('2026-06-01');
const name = 'www.example.org';

describe('judgeChain', () => {
  let ca: KeyPair;
  let stranger: KeyPair;
  before(async () => {
    ca = await createCa('test CA', new Date('2026-01-01'));
    stranger = await createCa('other CA', new Date('2026-01-01'));
  });

  async function pair(made: string, more: Partial<Pair> = {}, names = [name]): Promise<Pair> {
    const leaf = await issueLeaf(ca, { names }, new Date(made));
    return {
      chain: leaf.certificate,
      privateKey: new Secret(leaf.key),
      names: [name],
      authority: ca.certificate,
      ...more,
    };
  }
  const refused = (judged: Pair, why: RegExp): void => {
    assert.throws(
      () => {
        judgeChain('site.pem', judged, now);
      },
      (error: Error) => {
        assert.match(error.message, why);
        return true;
      },
    );
  };

  it('takes what is for the site, in time, with its key, from the authority', async () => {
    judgeChain('site.pem', await pair('2026-05-01'), now);
  });

  it('says what a refused one is: its names, its time and who issued it', async () => {
    refused(
      await pair('2026-05-01', {}, ['old.example.org']),
      /^site\.pem: the certificate does not cover www\.example\.org \(CN=old\.example\.org for old\.example\.org, from 2026-04-30 until 2027-06-02, issued by CN=test CA\)$/,
    );
  });

  it('refuses what is past its time, or before it', async () => {
    refused(
      await pair('2025-01-01'),
      /CN=www\.example\.org expired on .*2026.* from 2024-12-31 until 2026-02-02/,
    );
    refused(await pair('2026-07-01'), /CN=www\.example\.org is not valid before .*2026/);
  });

  it('refuses the key of another', async () => {
    refused(
      await pair('2026-05-01', { privateKey: new Secret(ca.key) }),
      /key does not match .* which is CN=www/,
    );
  });

  it('refuses a chain that ends before an authority that its clients know', async () => {
    const { chain, privateKey, names } = await pair('2026-05-01');
    const alone = { chain, privateKey, names: names ?? [] };
    refused(
      alone,
      /its chain ends with CN=www\.example\.org, issued by CN=test CA, which is not a public authority/,
    );
    assert.equal(
      judgeChain('site.pem', { ...alone, chain: alone.chain + ca.certificate }, now),
      'CN=test CA',
    );
    refused(
      await pair('2026-05-01', {
        authority: stranger.certificate,
        authorityFrom: { variable: 'nginx.certificate_authority', path: 'certs/ca.pem' },
      }),
      /its chain ends with CN=www\.example\.org, issued by CN=test CA, which is not in nginx\.certificate_authority \(certs\/ca\.pem\)$/,
    );
  });

  it('counts whole days', async () => {
    assert.equal(daysLeft((await pair('2026-05-01')).chain, now), 366);
  });
});
