// The script that keepalived starts at each change of state: many at once, and earlier ones later.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sh, type Script } from '../../../lib/kit.js';
import { TestBed } from '../test-bed.js';
import { testHost } from '../test-host.js';

const folder = '/run/trueup-tried-notify';
const state = `${folder}/site.state`;
const notify = `${folder}/notify`;
const template = join(import.meta.dirname, '../../../templates/keepalived/notify.njk');

describe('keepalived’s script for changes of state', () => {
  let bed: TestBed;

  before(async function () {
    bed = await TestBed.connect(testHost.call(this));
    const text = readFileSync(template, 'utf8').replaceAll('{{ state }}', state);
    await bed.run(sh`mkdir -p ${folder}; printf %s ${text} >${notify}; chmod 755 ${notify}`);
  });
  beforeEach(() => bed.run(sh`rm -f ${state}`));
  after(async () => {
    // `before` may have skipped the suite.
    // oxlint-disable-next-line typescript/no-unnecessary-condition
    if (!bed) return;
    await bed.run(sh`rm -rf ${folder}`);
    await bed.close();
  });

  const change = (name: string): Script => sh`${notify} INSTANCE site ${name} 254`;
  const written = sh`cut -d ' ' -f 1 ${state}`;

  it('leaves the later state where an earlier script comes later', async () => {
    const said = await bed.run(sh`
cursor=$(journalctl --quiet --lines=1 --show-cursor | sed -n 's/^-- cursor: //p')
sh -c 'kill -STOP $$; exec "$0" "$@"' ${notify} INSTANCE site MASTER 254 &
early=$!
until grep -q '^State:.T' "/proc/$early/status"; do sleep 0.1; done
${change('BACKUP')}
kill -CONT "$early"; wait "$early"
${written}
journalctl --sync
journalctl --quiet --after-cursor="$cursor" --identifier=keepalived-notify --output=cat`);
    assert.equal(
      said,
      'BACKUP\nINSTANCE site is now BACKUP (priority 254)\nINSTANCE site was MASTER for a moment (priority 254)\n',
    );
  });

  it('leaves the last state of many scripts that run at once', async () => {
    const states = Array.from({ length: 30 }, (_, at) => `STATE${at + 1}`);
    const rounds = [1, 2, 3].map(
      () => sh`
for each in ${states}; do ${notify} INSTANCE site "$each" 254 & done
wait
${written}`,
    );
    for (const round of rounds) assert.equal(await bed.run(round), 'STATE30\n');
  });

  it('takes no number of an earlier boot for a later change, nor what an older version wrote', async () => {
    for (const before of [
      'MASTER 2026-01-01T00:00:00Z another-boot 99999999999999999',
      'MASTER 2026-01-01T00:00:00Z',
    ]) {
      assert.equal(
        await bed.run(sh`printf '%s\n' ${before} >${state}; ${change('FAULT')}; ${written}`),
        'FAULT\n',
      );
    }
  });
});
