// Resolves a name with a program that can be ended: Node's own lookup would keep the process alive until it finishes.
import { execFile } from 'node:child_process';
import type { LookupAddress } from 'node:dns';
import { lookup, Resolver } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { promisify } from 'node:util';
import { whenAborted } from '../../model/when-aborted.js';

const run = promisify(execFile);

/** Resolves a connection's names until the signal aborts, by all that the system uses (files, DNS, directories). */
export function lookUp(env: Readonly<Record<string, string>>, signal: AbortSignal): LookupFunction {
  return (name, { all }, answer) => {
    addressesOf(name, env, signal).then(
      (addresses) => {
        const [first] = addresses;
        if (all || !first) answer(null, addresses);
        else answer(null, first.address, first.family);
      },
      (error: unknown) => {
        answer(error as NodeJS.ErrnoException, []);
      },
    );
  };
}

async function addressesOf(
  name: string,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<LookupAddress[]> {
  try {
    // No name begins with a dash.
    if (name.startsWith('-')) throw failure(name, 'ENOTFOUND');
    const { stdout } = await run('getent', ['ahosts', name], { env, signal, killSignal: 'SIGKILL' });
    const addresses = new Set([...stdout.matchAll(/^\S+/gm)].map(([address]) => address));
    return [...addresses].map((address) => ({ address, family: isIP(address) }));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // macOS has no such program.
    if (code === 'ENOENT') return lookup(name, { all: true });
    if (signal.aborted || typeof code === 'string') throw error;
    throw failure(name, await whyNot(name, signal));
  }
}

/** Whether the name or DNS is to blame, which getent doesn't report. */
async function whyNot(name: string, signal: AbortSignal): Promise<'ENOTFOUND' | 'EAI_AGAIN'> {
  const resolver = new Resolver({ tries: 1 });
  const listenNoMore = whenAborted(signal, () => {
    resolver.cancel();
  });
  try {
    await resolver.resolve4(name);
    return 'ENOTFOUND';
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return ['ENOTFOUND', 'ENODATA', 'EBADNAME'].includes(code) ? 'ENOTFOUND' : 'EAI_AGAIN';
  } finally {
    listenNoMore();
  }
}

function failure(name: string, code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code} ${name}`), { code });
}
