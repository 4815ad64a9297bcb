// Connections to jump servers, each shared by all hosts of a run behind it and ended after the last of them.
import { whenAborted } from '../../model/when-aborted.js';
import type { ConnectOptions } from '../link/connect-options.js';
import type { Link } from '../link/ssh2-client.js';
import { remember } from '../link/answer-cache.js';

/** A share of a connection. */
export interface Lease {
  readonly link: Link;
  /** Gives the share back; safe to call twice. */
  release(): void;
}

interface Entry {
  readonly made: Promise<Link>;
  users: number;
}

/** The connection for `key`, opened by the first caller. A failure reaches every waiting caller, and is then forgotten. */
export async function leaseBastion(
  key: string,
  options: ConnectOptions,
  signal: AbortSignal,
  make: () => Promise<Link>,
): Promise<Lease> {
  const entries = remember(options, ['jump servers'], () => new Map<string, Entry>());
  const entry = entries.get(key) ?? enter(entries, key, make);
  entry.users++;
  let released = false;
  const release = (): void => {
    if (released) return;
    released = true;
    if (--entry.users > 0) return;
    forget(entries, key, entry);
    entry.made.then(
      (link) => link.end(),
      () => undefined,
    );
  };
  try {
    const link = await untilAborted(entry.made, signal);
    if (link.closed) forget(entries, key, entry);
    return { link, release };
  } catch (error) {
    release();
    throw error;
  }
}

function enter(entries: Map<string, Entry>, key: string, make: () => Promise<Link>): Entry {
  const entry: Entry = { made: make(), users: 0 };
  entries.set(key, entry);
  entry.made.then(
    (link) =>
      link.client.once('close', () => {
        forget(entries, key, entry);
      }),
    () => {
      forget(entries, key, entry);
    },
  );
  return entry;
}

function forget(entries: Map<string, Entry>, key: string, entry: Entry): void {
  if (entries.get(key) === entry) entries.delete(key);
}

function untilAborted<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const listenNoMore = whenAborted(signal, () => {
      reject(signal.reason as Error);
    });
    promise.then(resolve, reject).finally(listenNoMore);
  });
}
