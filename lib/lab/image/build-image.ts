// Makes the bare tree that all hosts of a distribution share, once.
import { copyFile, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TrueupError } from '../../model/trueup-error.js';
import { finishScript, type ImageRecipe } from '../settings/image-recipe.js';
import { labPaths } from '../settings/lab-paths.js';
import type { LabSettings, Say } from '../settings/lab-settings.js';
import { whenMissing } from '../programs/missing-or-unreadable.js';
import { lastLines, runProgram, tryProgram } from '../programs/run-program.js';

const unfinished = '.building-';

/** The folder of the recipe's image, which is built if it doesn't exist. `proxy` is the package cache's URL. */
export async function ensureImage(
  lab: LabSettings,
  recipe: ImageRecipe,
  proxy: string,
  say: Say,
): Promise<string> {
  const { images } = labPaths(lab);
  await mkdir(images, { recursive: true });
  await removeUnfinished(images);
  const image = join(images, recipe.id);
  if (await exists(image)) return image;
  await checkIndexes(recipe, proxy);
  say(`building the image ${recipe.distro} ${recipe.suite} from ${recipe.mirror}`);
  const seconds = await build(images, image, recipe, proxy);
  say(`built the image in ${seconds} s`);
  return image;
}

async function build(images: string, image: string, recipe: ImageRecipe, proxy: string): Promise<number> {
  const started = performance.now();
  const folder = await mkdtemp(join(images, `${unfinished}${process.pid}-`));
  await writeFile(join(folder, 'lab.sources'), recipe.sources);
  await writeFile(join(folder, 'build.sources'), recipe.buildSources);
  await writeFile(join(folder, 'finish'), finishScript);
  const { hostsKeyring = '' } = recipe;
  if (hostsKeyring !== '') await copyFile(recipe.keyring, join(folder, 'mirror.keys'));
  const tree = join(folder, 'tree');
  // All that mmdebstrap starts lives in one pid namespace and dies with this process, so that no
  // orphan keeps writing while the next run starts over.
  const made = await tryProgram('setpriv', [
    ...['--pdeathsig', 'KILL', 'unshare', '--pid', '--fork', '--kill-child', '--mount-proc'],
    // If it is killed, it leaves its key rings there, where the next run removes them.
    ...['env', `TMPDIR=${folder}`],
    ...['mmdebstrap', '--mode=root', '--variant=minbase', '--format=directory'],
    `--include=${recipe.packages.join(',')}`,
    `--keyring=${recipe.keyring}`,
    `--aptopt=Acquire::http::Proxy "${proxy}"`,
    '--aptopt=Acquire::https::Proxy "DIRECT"',
    `--customize-hook=sh ${join(folder, 'finish')} "$1" ${recipe.distro} "${hostsKeyring}"`,
    ...[recipe.suite, tree, join(folder, 'build.sources')],
  ]);
  if (made.status !== 0) {
    await rm(folder, { recursive: true, force: true });
    throw new TrueupError('E_LAB', `lab image ${recipe.distro} ${recipe.suite}: mmdebstrap failed`, {
      output: lastLines(made.stderr, 20),
    });
  }
  // On disk before it has its final name: a power cut must not leave a complete-looking image.
  await runProgram('sync', ['--file-system', tree]);
  // Another lab on this machine may have built it at the same time.
  await rename(tree, image).catch(async (error: unknown) => {
    if (!(await exists(image))) throw error;
  });
  await rm(folder, { recursive: true });
  return Math.round((performance.now() - started) / 1000);
}

/**
 * Throws E_LAB naming every part of the mirror that does not answer, because apt alone would keep trying for minutes;
 * and every expired index, unless that is allowed.
 */
async function checkIndexes(recipe: ImageRecipe, proxy: string): Promise<void> {
  const image = `lab image ${recipe.distro} ${recipe.suite}`;
  const found = await Promise.all(
    recipe.releases.map(async (url) => ({ url, index: await fetchIndex(url, proxy) })),
  );
  const unreached = found.flatMap(({ url, index }) => ('why' in index ? [`${url} (${index.why})`] : []));
  if (unreached.length > 0)
    throw new TrueupError('E_LAB', `${image}: can't reach ${unreached.join(', ')}`, {
      hint: 'Choose a mirror that this machine can reach (--mirror URL), or another release.',
    });
  if (recipe.allowExpired) return;
  const expired = found.flatMap(({ url, index }) => {
    const until = 'text' in index ? expiredSince(index.text) : undefined;
    return until === undefined ? [] : [`${url} (valid until ${until})`];
  });
  if (expired.length > 0)
    throw new TrueupError('E_LAB', `${image}: the mirror's index has expired: ${expired.join(', ')}`, {
      hint: 'Add --allow-expired to accept it anyway (its signature is still verified), or choose another --mirror.',
    });
}

/** The date until which an InRelease file was valid, if it has passed; a file without a date is valid forever. */
export function expiredSince(text: string, now = Date.now()): string | undefined {
  const until = /^Valid-Until: (.+)$/m.exec(text)?.[1];
  return until !== undefined && Date.parse(until) < now ? until : undefined;
}

/** Requests it through the cache if apt does: https is requested directly. */
async function fetchIndex(
  url: string,
  proxy: string,
): Promise<{ readonly text: string } | { readonly why: string }> {
  const target = new URL(url);
  const through = target.protocol === 'http:' ? `${proxy}/${url}` : url;
  try {
    const response = await fetch(through, { signal: AbortSignal.timeout(20_000) });
    if (!response.ok) {
      await response.body?.cancel();
      return { why: `status ${response.status}` };
    }
    return { text: await response.text() };
  } catch (error) {
    const { message, cause } = error as Error;
    return { why: cause instanceof Error ? cause.message : message };
  }
}

/** Removes what processes that are gone have left; another lab may be building in the same folder right now. */
async function removeUnfinished(images: string): Promise<void> {
  for (const name of await readdir(images)) {
    if (!name.startsWith(unfinished) || isAlive(Number.parseInt(name.slice(unfinished.length), 10))) continue;
    await rm(join(images, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, whenMissing(path, false));
}
