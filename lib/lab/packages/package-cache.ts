// Starts and ends the package cache.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { TrueupError } from '../../model/trueup-error.js';
import { packageRoot } from '../../package-root.js';
import { labPaths } from '../settings/lab-paths.js';
import { listProcesses, signal, type Running } from '../programs/find-processes.js';
import type { LabSettings, Say } from '../settings/lab-settings.js';
import type { PackageCacheOrder } from './package-cache-process.js';
import { tryProgram } from '../programs/run-program.js';
import { waitUntil } from '../programs/wait-until.js';

/** The URL that apt is given as its proxy. */
export function packageCacheUrl({ gateway, cachePort }: LabSettings): string {
  return `http://${gateway}:${cachePort}`;
}

/** Starts it unless it already answers. The bridge must be up. */
export async function ensurePackageCache(lab: LabSettings, say: Say): Promise<void> {
  if (cacheProcesses(lab).length > 0 && (await answers(lab))) return;
  await stopPackageCache(lab);
  const { cacheLog, packages } = labPaths(lab);
  const upstreamProxy = await controllersProxy(lab);
  const order: PackageCacheOrder = {
    address: lab.gateway,
    port: lab.cachePort,
    folder: packages,
    ...(upstreamProxy !== undefined && { upstreamProxy }),
  };
  const log = await open(cacheLog, 'w');
  try {
    const cache = spawn(process.execPath, [...programArguments(), JSON.stringify(order)], {
      cwd: '/',
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    await once(cache, 'spawn');
    cache.unref();
  } finally {
    await log.close();
  }
  const well = async () => cacheProcesses(lab).length > 0 && answers(lab);
  if (!(await waitUntil(well, 10)) && (await readFile(cacheLog, 'utf8')).includes('EADDRINUSE'))
    throw new TrueupError(
      'E_LAB',
      `lab: another program uses port ${lab.cachePort}, which the package cache needs`,
      {
        hint: `Stop that program (ss -ltnp 'sport = :${lab.cachePort}' shows it), then try again.`,
      },
    );
  if (!(await well()))
    throw new TrueupError('E_LAB', `lab: the package cache does not answer at ${packageCacheUrl(lab)}`, {
      hint: `See ${cacheLog}.`,
    });
  say(`package cache at ${packageCacheUrl(lab)}`);
}

/** Ends it; false if none was running. */
export async function stopPackageCache(lab: LabSettings): Promise<boolean> {
  const running = cacheProcesses(lab);
  for (const { pid } of running) signal(pid, 'SIGKILL');
  await waitUntil(() => cacheProcesses(lab).length === 0, 5, 20);
  return running.length > 0;
}

function programArguments(): readonly string[] {
  const compiled = import.meta.url.endsWith('.js');
  const [folder, kind] = compiled ? ['dist', 'js'] : ['', 'ts'];
  const program = join(packageRoot, folder, `lib/lab/packages/package-cache-process.${kind}`);
  return compiled ? [program] : ['--import', createRequire(import.meta.url).resolve('tsx'), program];
}

/** Another lab may share the folder, but not the address. */
function cacheProcesses(lab: LabSettings): readonly Running[] {
  const words = [
    `"folder":${JSON.stringify(labPaths(lab).packages)}`,
    `"address":${JSON.stringify(lab.gateway)}`,
  ];
  return listProcesses().filter(
    ({ args }) =>
      args.some((arg) => arg.includes('package-cache-process.')) &&
      args.some((arg) => words.every((word) => arg.includes(word))),
  );
}

/** If the controller's own apt uses a proxy, so does the cache. */
async function controllersProxy(lab: LabSettings): Promise<string | undefined> {
  const { stdout } = await tryProgram('apt-config', ['dump', '--format', '%v%n', 'Acquire::http::Proxy']);
  const proxy = stdout.trim();
  // A cache that used itself as its proxy would wait forever.
  const itself = proxy.replace(/\/$/, '') === packageCacheUrl(lab);
  return proxy.startsWith('http://') && !itself ? proxy : undefined;
}

function answers({ gateway, cachePort }: LabSettings): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: gateway, port: cachePort, timeout: 1000 });
    const end = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.on('connect', () => {
      end(true);
    });
    socket.on('timeout', () => {
      end(false);
    });
    socket.on('error', () => {
      end(false);
    });
  });
}
