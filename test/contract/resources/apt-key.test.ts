// Keys of apt on a real host, with a repository that they sign: apt itself is the judge.
import assert from 'node:assert/strict';
import { aptKey, join, packages, repository, sh, type Resource, type Script } from '../../../lib/kit.js';
import { serve, servedUrl, stopServing } from '../../proofs/fixtures/served.js';
import { TestBed } from '../test-bed.js';
import { testHost } from '../test-host.js';

const served = '/run/trueup-served';
const name = 'trueup-signed';
const path = `/etc/apt/keyrings/${name}.asc`;
const direct = '/etc/apt/apt.conf.d/99trueup-signed';

/** Two keys of nobody's, each served as text and binary. */
const prepared = sh`
${serve({})}
printf '%s\n' 'Acquire::http::Proxy::127.0.0.1 "DIRECT";' >${direct}
export GNUPGHOME=${served}/gnupg
mkdir -m 700 "$GNUPGHOME"
for who in first second; do
  gpg -q --batch --passphrase '' --quick-gen-key "$who" ed25519 sign never 2>&1
  gpg --export "$who" >${served}/"$who.gpg"
  gpg --armor --export "$who" >${served}/"$who.asc"
  gpg --with-colons --list-keys "$who" | sed -n 's/^fpr:*\([0-9A-F]*\):$/\1/p' >${served}/"$who.fpr"
done
chmod 644 ${served}/*.gpg ${served}/*.asc`;

/** A package by that name, in a repository that this key has signed. */
const published = (what: string, who: string): Script => sh`
export GNUPGHOME=${served}/gnupg
cd ${served}
umask 022
rm -rf build; mkdir -p build/DEBIAN
printf '%s\n' ${`Package: ${what}`} 'Version: 1' 'Architecture: all' 'Maintainer: nobody <nobody@example.org>' 'Description: tried' >build/DEBIAN/control
dpkg-deb --build --root-owner-group build ${what}.deb >/dev/null
{ cat build/DEBIAN/control
  printf 'Filename: %s.deb\nSize: %s\nSHA256: %s\n' ${what} "$(wc -c <${what}.deb)" "$(sha256sum <${what}.deb | sed 's/ .*//')"; } >Packages
{ printf 'Suite: tried\nDate: %s\nSHA256:\n' "$(date -uR)"
  printf ' %s %s Packages\n' "$(sha256sum <Packages | sed 's/ .*//')" "$(wc -c <Packages)"; } >Release
gpg -q --batch --yes -u ${who} --clearsign -o InRelease Release`;

const update = sh`apt-get -q update -o APT::Update::Error-Mode=any -o Dir::Etc::SourceList=/dev/null -o ${`Dir::Etc::SourceParts=${served}/parts`} 2>&1`;

/** apt alone with our source. */
const updated = sh`mkdir -p ${served}/parts; cp /etc/apt/sources.list.d/${name}.sources ${served}/parts/
${update}`;

const gone = sh`
rm -f ${[path, direct, '/etc/apt/keyrings/trueup-other.asc']} /etc/apt/sources.list.d/${name}.sources /etc/apt/preferences.d/${name}
dpkg --purge trueup-one trueup-two >/dev/null 2>&1
${stopServing}
apt-get -qq update`;

describe('A key of apt, with a repository that it signs', function () {
  this.timeout(300_000);
  let bed: TestBed, first: string, second: string;

  /** The source, which the key at that URL signs. */
  const source = (file: string, of: { fingerprints: string[] } | { sha256: string }): Resource[] => {
    const key = aptKey({ name, url: servedUrl(file), ...of });
    return [key, repository({ name, uris: [servedUrl('')], suites: ['./'], components: [], key })];
  };

  before(async function () {
    bed = await TestBed.connect(testHost.call(this));
    await bed.converge([packages({ names: ['gnupg'] })]);
    await bed.run(join([prepared, published('trueup-one', 'first')]));
    [first = '', second = ''] = (await bed.run(sh`cd ${served}; cat first.fpr second.fpr`)).split('\n');
  });
  after(async () => {
    // oxlint-disable-next-line typescript/no-unnecessary-condition -- `before` may have skipped the suite
    if (!bed) return;
    await bed.run(gone);
    await bed.close();
  });

  it('lets apt install what it has signed', async () => {
    await bed.converge([
      ...source('first.asc', { fingerprints: [first] }),
      packages({ names: ['trueup-one'] }),
    ]);
    assert.match(await bed.run(sh`dpkg-query -W trueup-one`), /trueup-one\t1/);
  });

  it('is refused with another fingerprint, and the file that is there stays', async () => {
    const before = await bed.run(sh`sha256sum ${path}`);
    await assert.rejects(bed.converge(source('first.asc', { fingerprints: [second] })), {
      code: 'E_APPLY',
      output: new RegExp(`the downloaded key has the fingerprint ${first} instead of ${second}`),
    });
    const url = servedUrl('second.gpg');
    await assert.rejects(bed.converge([aptKey({ name: 'trueup-other', url, fingerprints: [first] })]), {
      output: new RegExp(`${second} instead of ${first}`),
    });
    assert.equal(
      await bed.run(sh`sha256sum ${path}; ls /etc/apt/keyrings | grep -c trueup-other || true`),
      `${before}0\n`,
    );
  });

  it('is refused where it is no key, and where nobody answers', async () => {
    const tried = (url: string): Promise<unknown> =>
      bed.converge([aptKey({ name: 'trueup-other', url, fingerprints: [first] })]);
    await assert.rejects(tried(servedUrl('Release')), { output: /it is not an OpenPGP public key/ });
    await assert.rejects(tried(servedUrl('missing')), { output: /404/ });
    await assert.rejects(tried('http://127.0.0.1:9/key'), { code: 'E_APPLY', output: /[Cc]onnect|refused/ });
  });

  it('follows its owner’s new key once that is declared', async () => {
    await bed.run(published('trueup-two', 'second'));
    await assert.rejects(bed.run(updated), /status 100/);
    const rotated = source('second.asc', { fingerprints: [second] });
    assert.deepEqual(await bed.differences(rotated), [`apt.key ${name}: update key`]);
    await bed.converge([...rotated, packages({ names: ['trueup-two'] })]);
    assert.match(await bed.run(sh`dpkg-query -W trueup-two`), /trueup-two\t1/);
  });

  it('may be binary where it is published: apt gets its text', async () => {
    const sum = (await bed.run(sh`sha256sum <${served}/second.gpg`)).slice(0, 64);
    const binary = source('second.gpg', { sha256: sum });
    assert.deepEqual(await bed.differences(binary), [`apt.key ${name}: update key`]);
    await bed.converge(binary);
    assert.match(await bed.run(sh`cat ${path}`), /^-----BEGIN PGP PUBLIC KEY BLOCK-----\n/);
    await bed.run(updated);
    assert.deepEqual(await bed.differences(source('second.asc', { fingerprints: [second] })), []);
  });
});
