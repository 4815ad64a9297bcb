// What lynis makes of a host: lent to it in memory, so that nothing is installed and nothing is left.
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inside, rootOf } from './inside.js';

const lent = '/run/trueup-lynis';

/**
 * What says nothing of a host's hardening here and takes half of the time: whether packages or certificates of
 * Debian's are out of date (an apt-get, and a `dpkg -S` for each certificate), and a list of all settings of IPv6.
 */
const skipped = ['PKGS-7392', 'CRYP-7902', 'NETW-2600'];

/** lynis' hardening index: 0 to 100. */
export async function hardeningIndex(host: string): Promise<number> {
  const folder = join(rootOf(host), lent);
  mkdirSync(folder, { mode: 0o700 });
  try {
    for (const part of ['/usr/share/lynis/include', '/usr/share/lynis/db', '/usr/sbin/lynis', '/etc/lynis/.'])
      cpSync(part, join(folder, part.replace(/.*\//, '')), { recursive: true, dereference: true });
    // Each line of a log, even of one in /dev/null, would start a date(1): some 5,000 a host.
    const constants = join(folder, 'include/consts');
    writeFileSync(constants, readFileSync(constants, 'utf8').replace('LOGTEXT=1', 'LOGTEXT=0'));
    appendFileSync(join(folder, 'default.prf'), skipped.map((test) => `skip-test=${test}\n`).join(''));
    const words = ['audit', 'system', '--quick', '--quiet', '--no-colors', '--plugin-dir', './plugins'];
    const files = ['--profile', './default.prf', '--logfile', '/dev/null', '--report-file', './report'];
    const audit = await inside(
      host,
      'all',
      'sh',
      '-c',
      `cd ${lent} && ./lynis "$@"`,
      'sh',
      ...words,
      ...files,
    );
    const [, index] = /^hardening_index=(\d+)$/m.exec(readFileSync(join(folder, 'report'), 'utf8')) ?? [];
    assert.ok(index !== undefined, `${host}: ${audit.stdout}${audit.stderr}`);
    return Number(index);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
