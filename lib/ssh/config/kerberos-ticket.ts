// Checks for a Kerberos ticket: without one, GSSAPIAuthentication changes nothing.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import type { ConnectOptions } from '../link/connect-options.js';
import { remember } from '../link/answer-cache.js';
import { sshEnvironment } from './ssh-environment.js';

const run = promisify(execFile);
const seconds = 5;

/** Asks klist(1), once per ticket cache; without klist, looks for the cache's file. */
export function hasTicket(options: ConnectOptions): Promise<boolean> {
  return remember(options, ['ticket', options.environment?.KRB5CCNAME], () => ask(options));
}

async function ask(options: ConnectOptions): Promise<boolean> {
  try {
    await run('klist', ['-s'], { env: sshEnvironment(options), timeout: seconds * 1000 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return false;
    return mayHaveOne(options.environment?.KRB5CCNAME);
  }
}

/** Judges by the cache's name: one that is not a file (a keyring, a daemon) may hold a ticket. */
function mayHaveOne(cache = `FILE:/tmp/krb5cc_${process.getuid?.() ?? ''}`): boolean {
  const [, kind, place = ''] = /^(?:([A-Z]\w*):)?(.*)$/s.exec(cache) ?? [];
  return kind === undefined || kind === 'FILE' || kind === 'DIR' ? existsSync(place) : true;
}
