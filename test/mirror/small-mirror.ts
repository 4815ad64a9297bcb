// A mirror of Debian for the tests' hosts that lists just the packages which tests can ask for.
//
// apt-get takes two seconds of a processor's time for each of its runs, nearly all of it for the 68,000 packages of
// Debian's index. This index has the paragraphs of some 2,500, as Debian's has them, and is signed with a key of its own;
// the packages themselves come from Debian.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { runProgram } from '../../lib/lab/programs/run-program.js';
import { imageRecipe } from '../../lib/lab/settings/image-recipe.js';
import { theLab } from '../../lib/lab/settings/lab-settings.js';
import { mirroredSuites, type MirrorChoice } from './chosen-mirror.js';
import { closureOf, fieldOf, readIndex, type PackageIndex } from './package-index.js';
import { packagesNamed } from './packages-named.js';
import { signerIn, type Signer } from './sign-release.js';

const origin = 'http://deb.debian.org/debian';
/** Tests have servers of their own at 127.0.0.1 of a host, which apt there asks without the lab's proxy. */
const address = '127.0.0.77';
/** Always the same: an image is named by the sources of its hosts. */
const port = 3199;

/** Makes it again from Debian's index of today, and serves it until `stop`. */
export async function startSmallMirror(): Promise<
  Required<MirrorChoice> & { readonly stop: () => Promise<void> }
> {
  const folder = join(theLab.cacheFolder, 'small-mirror');
  const signer = await signerIn(folder);
  const files = await filesOf(join(folder, 'apt'), signer);
  const server = serverOf(files);
  server.listen(port, address);
  await once(server, 'listening');
  return {
    mirror: `http://${address}:${port}/debian`,
    keyring: signer.keyring,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Path below the mirror → content. */
async function filesOf(folder: string, signer: Signer): Promise<ReadonlyMap<string, Buffer>> {
  const architecture = (await runProgram('dpkg', ['--print-architecture'])).trim();
  // The first are the archive's own: those of security are few, and come from Debian.
  const archives = mirroredSuites.map((suite) => imageRecipe({ suite }).buildSources.split('\n\n')[0]);
  const lists = await fetchLists(folder, archives.join('\n\n'));
  const wanted = packagesNamed();
  const files = new Map<string, Buffer>();
  for (const name of mirroredSuites.flatMap((suite) =>
    suite === 'sid' ? suite : [suite, `${suite}-updates`],
  )) {
    const read = (part: string): string =>
      readFileSync(join(lists, `deb.debian.org_debian_dists_${name}_${part}`), 'utf8');
    const index = readIndex(read(`main_binary-${architecture}_Packages`));
    const kept = [...closureOf(index, wanted)];
    const descriptions = readIndex(read('main_i18n_Translation-en'));
    const partOf = (whole: PackageIndex): Buffer =>
      Buffer.from(
        kept
          .flatMap((one) => whole.get(one) ?? [])
          .map((text) => `${text.trimEnd()}\n\n`)
          .join(''),
      );
    const parts = Object.entries({
      [`main/binary-${architecture}/Packages`]: partOf(index),
      'main/i18n/Translation-en': partOf(descriptions),
    }).flatMap(
      ([path, content]) =>
        [
          [path, content],
          [`${path}.gz`, gzipSync(content)],
        ] as const,
    );
    for (const [path, content] of parts) files.set(`/debian/dists/${name}/${path}`, content);
    const release = releaseOf(read('InRelease'), architecture, new Map(parts));
    files.set(`/debian/dists/${name}/InRelease`, await signer.sign(release));
  }
  return files;
}

/** Debian's lists, fetched and verified by this machine's apt in a folder of their own. */
async function fetchLists(folder: string, sources: string): Promise<string> {
  const at = (part: string): string => join(folder, part);
  for (const part of ['sources', 'lists/partial', 'cache']) mkdirSync(at(part), { recursive: true });
  writeFileSync(at('sources/debian.sources'), sources);
  const options = {
    'Dir::Etc::SourceList': '/dev/null',
    'Dir::Etc::SourceParts': at('sources'),
    'Dir::State::Lists': at('lists'),
    'Dir::State::Status': '/dev/null',
    'Dir::Cache': at('cache'),
    'Acquire::GzipIndexes': 'false',
    // Hosts judge it themselves, by the date that they are given.
    'Acquire::Check-Valid-Until': 'false',
    'Acquire::Languages': 'en',
    'APT::Sandbox::User': 'root',
    'APT::Update::Error-Mode': 'any',
  };
  await runProgram('apt-get', [
    ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
    ...['--quiet', 'update'],
  ]);
  return at('lists');
}

/** What Debian says of the suite, with the digests of the small files. */
function releaseOf(upstream: string, architecture: string, files: ReadonlyMap<string, Buffer>): string {
  const head = ['Origin', 'Label', 'Suite', 'Version', 'Codename', 'Date', 'Valid-Until', 'Description']
    .map((field) => [field, fieldOf(upstream, field)])
    .filter(([, value]) => value !== '')
    .map(([field, value]) => `${field}: ${value}`);
  const digests = [...files].map(
    ([path, content]) => ` ${createHash('sha256').update(content).digest('hex')} ${content.length} ${path}`,
  );
  return [...head, `Architectures: ${architecture}`, 'Components: main', 'SHA256:', ...digests, ''].join(
    '\n',
  );
}

/** Its own files; all else is Debian's. */
function serverOf(files: ReadonlyMap<string, Buffer>): Server {
  const modified = new Date().toUTCString();
  return createServer(({ url = '' }, answer) => {
    const content = files.get(url);
    if (content)
      answer.writeHead(200, { 'content-length': content.length, 'last-modified': modified }).end(content);
    else if (url.startsWith('/debian/pool/'))
      answer.writeHead(302, { location: `${origin}${url.slice(7)}` }).end();
    else answer.writeHead(404).end();
  });
}
