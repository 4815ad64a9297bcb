// A chain is judged as clients follow it; a TLS client of Node's (OpenSSL) has the second word in each case.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import { Secret, TrueupError } from '../../../lib/kit.js';
import { judgeChain } from '../../../lib/pki/check-certificate.js';
import { certify, keyOf, party, type Party } from './made-chain.js';

const name = 'www.example.org';
const names = [name];
const authorityFrom = { variable: 'nginx.certificate_authority', path: 'certs/ca.pem' };

describe('a chain', () => {
  let [site, between, root, old, other]: Party[] = [];
  before(async () => {
    const parties = ['www.example.org', 'R3', 'Root X1', 'Root X3', 'Other CA'].map(party);
    [site, between, root, old, other] = await Promise.all(parties);
  });

  interface Parts {
    readonly chain: readonly string[];
    readonly authority?: string;
  }
  type Make = () => Promise<Parts>;
  const leaf = (by = between!): Promise<string> => certify({ of: site!, by, names });
  const intermediate = (more: object = {}): Promise<string> => certify({ of: between!, by: root!, ...more });

  async function verdict({ chain, authority }: Parts): Promise<string> {
    const key = await keyOf(site!);
    const pair = { chain: chain.join(''), privateKey: new Secret(key), names, authorityFrom };
    try {
      const unknown = judgeChain('site.pem', authority === undefined ? pair : { ...pair, authority });
      return unknown === undefined ? '' : `unknown: ${unknown}`;
    } catch (error) {
      assert.ok(error instanceof TrueupError);
      return `${error.message} | ${error.hint ?? ''}`;
    }
  }

  /** What a client says that trusts `authority`. */
  async function handshake({ chain, authority }: Parts): Promise<string> {
    const server = createServer({ key: await keyOf(site!), cert: chain.join('') }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = connect({
      port,
      host: '127.0.0.1',
      ca: authority,
      servername: name,
      rejectUnauthorized: false,
    });
    await once(client, 'secureConnect');
    client.destroy();
    server.close();
    return client.authorized ? '' : String(client.authorizationError);
  }

  const right: Readonly<Record<string, Make>> = {
    'that ends below the authority': async () => ({
      chain: [await leaf(), await intermediate()],
      authority: await certify({ of: root!, by: root! }),
    }),
    'with the authority cross-signed by one that expired, as Let’s Encrypt’s was': async () => ({
      chain: [
        await leaf(),
        await intermediate(),
        await certify({ of: root!, by: old!, days: [-900, 100] }),
        await certify({ of: old!, by: old!, days: [-2000, -100] }),
      ],
      authority: await certify({ of: root!, by: root! }),
    }),
    'with a cross-signed authority that itself expired': async () => ({
      chain: [await leaf(), await intermediate(), await certify({ of: root!, by: old!, days: [-900, -10] })],
      authority: await certify({ of: root!, by: root! }),
    }),
    'with something behind it that has nothing to do with it': async () => ({
      chain: [await leaf(), await intermediate(), await certify({ of: other!, by: other! })],
      authority: await certify({ of: root!, by: root! }),
    }),
    'by the one of two authorities of a name that is in time': async () => ({
      chain: [await leaf(), await intermediate()],
      authority:
        (await certify({ of: root!, by: root!, days: [-900, -10] })) +
        (await certify({ of: root!, by: root! })),
    }),
    'of one that is self-signed, may issue none, and is what clients know': async () => {
      const own = await certify({ of: site!, by: site!, names });
      return { chain: [own], authority: own };
    },
  };
  for (const [what, make] of Object.entries(right)) {
    it(`${what} is taken, as by clients`, async () => {
      const parts = await make();
      assert.deepEqual([await verdict(parts), await handshake(parts)], ['', '']);
    });
  }

  const wrong: Readonly<Record<string, readonly [Make, RegExp]>> = {
    'without the certificate in between': [
      async () => ({ chain: [await leaf()], authority: await certify({ of: root!, by: root! }) }),
      /issued by CN=R3, which is not in nginx\.certificate_authority \(certs\/ca\.pem\) \| Append the intermediate certificates to the file, or add the PEM certificate/,
    ],
    'with one in between that expired': [
      async () => ({
        chain: [await leaf(), await intermediate({ days: [-900, -10] })],
        authority: await certify({ of: root!, by: root! }),
      }),
      /CN=R3 expired on/,
    ],
    'with one in between that may not issue': [
      async () => ({
        chain: [await leaf(), await intermediate({ ca: false })],
        authority: await certify({ of: root!, by: root! }),
      }),
      /CN=R3 issued CN=www\.example\.org, but is not a CA/,
    ],
    'whose authority expired': [
      async () => ({
        chain: [await leaf(), await intermediate()],
        authority: await certify({ of: root!, by: root!, days: [-900, -10] }),
      }),
      /its authority CN=Root X1 expired on/,
    ],
    'of another authority': [
      async () => ({
        chain: [await leaf(), await intermediate()],
        authority: await certify({ of: other!, by: other! }),
      }),
      /ends with CN=R3, issued by CN=Root X1, which is not in nginx\.certificate_authority/,
    ],
  };
  for (const [what, [make, why]] of Object.entries(wrong)) {
    it(`${what} is refused, as by clients`, async () => {
      const parts = await make();
      assert.match(await verdict(parts), why);
      assert.notEqual(await handshake(parts), '');
    });
  }

  it('from an authority of the house that it brings itself is taken, and the authority told', async () => {
    const chain = [await leaf(root), await certify({ of: root!, by: root! })];
    assert.equal(await verdict({ chain }), 'unknown: CN=Root X1');
    assert.equal(
      await verdict({ chain: [await certify({ of: site!, by: site!, names })] }),
      `unknown: CN=${name}`,
    );
  });

  it('from an authority of the house that nobody names is refused with the variable, which then is all it takes', async () => {
    const chain = [await leaf(root)];
    assert.match(
      await verdict({ chain }),
      /issued by CN=Root X1, which is not a public authority \| .*, or set nginx\.certificate_authority .* to the PEM certificate of the CA/,
    );
    assert.equal(await verdict({ chain, authority: await certify({ of: root!, by: root! }) }), '');
  });

  for (const [what, authority, why] of [
    ['holds something else', 'no certificate\n', 'it contains no certificate'],
    [
      'is damaged',
      '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
      'it contains a certificate that cannot be read',
    ],
  ] as const) {
    it(`whose authority’s file ${what} is refused with the variable and the file`, async () => {
      assert.equal(
        await verdict({ chain: [await leaf(root)], authority }),
        `nginx.certificate_authority (certs/ca.pem): ${why} | The file must contain the authority’s certificate in PEM format (-----BEGIN CERTIFICATE-----).`,
      );
    });
  }
});
