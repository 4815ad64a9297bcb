// A client of the database, of this machine, in the network of any lab host.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inside } from './inside.js';
import type { Ended } from './run-trueup.js';

const state = '/var/lib/trueup-lab';

export interface Login {
  readonly from: string;
  readonly user: string;
  /** The name of a secret of the lab. */
  readonly password: string;
  readonly address: string;
  readonly tls: boolean;
}

/** One statement. The password is in a file of root's, in no argument. */
export async function query(
  { from, user, password, address, tls }: Login,
  statement: string,
): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'trueup-client-'));
  const path = join(folder, 'client.cnf');
  const secret = readFileSync(join(state, 'secrets', password), 'utf8').trim();
  const settings = [
    '[client]',
    `host=${address}`,
    'protocol=tcp',
    'connect-timeout=5',
    `user=${user}`,
    `password="${secret.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`,
    ...(tls ? [`ssl-ca=${state}/ca/ca.pem`, 'ssl-verify-server-cert'] : ['skip-ssl']),
  ];
  writeFileSync(path, settings.join('\n'), { mode: 0o600 });
  try {
    return await inside(
      from,
      'network',
      'mariadb',
      `--defaults-file=${path}`,
      '--batch',
      '--skip-column-names',
      `--execute=${statement}`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
