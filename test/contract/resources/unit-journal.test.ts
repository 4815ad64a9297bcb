// What a unit's last words are, on a real journal: also those that systemd says in passing, and nobody else's.
import assert from 'node:assert/strict';
import { sh, unitJournal } from '../../../lib/kit.js';
import { TestBed } from '../test-bed.js';
import { testHost } from '../test-host.js';

const unit = 'trueup-tried-words.service';
const path = `/etc/systemd/system/${unit}`;
const starts = 20;

describe('The journal of a unit', function () {
  this.timeout(300_000);
  let bed: TestBed;

  before(async function () {
    bed = await TestBed.connect(testHost.call(this));
    const text = `[Unit]\nStartLimitIntervalSec=0\n[Service]\nType=exec\nExecStart=/nonexistent/program\n`;
    await bed.run(sh`printf %s ${text} >${path}; ln -s ${path} /etc/systemd/system/trueup-tried-alias.service
systemctl daemon-reload`);
  });
  after(async () => {
    // `before` may have skipped the suite.
    // oxlint-disable-next-line typescript/no-unnecessary-condition
    if (!bed) return;
    await bed.run(sh`rm -f ${path} /etc/systemd/system/trueup-tried-alias.service; systemctl daemon-reload`);
    await bed.close();
  });

  it('names the program that is missing each time, whichever process of systemd said so', async () => {
    const found = await bed.run(sh`
${unitJournal}
found=0
for turn in $(seq ${starts}); do
  cursor=$(journalctl --quiet --lines=1 --show-cursor | sed -n 's/^-- cursor: //p')
  systemctl start ${unit} 2>/dev/null || true
  if journal_of ${unit} --after-cursor="$cursor" --output=cat | grep -q /nonexistent/program; then found=$((found + 1)); fi
done
echo "$found"`);
    assert.equal(found, `${starts}\n`);
  });

  it('is found by an alias', async () => {
    const said = await bed.run(sh`${unitJournal}
journal_of trueup-tried-alias --lines=20 --output=cat`);
    assert.match(said, /nonexistent/);
  });

  it('holds nothing that another user says in its name', async () => {
    const forged = sh`printf 'MESSAGE=all is well\nUNIT=%s\nOBJECT_SYSTEMD_UNIT=%s\n' ${unit} ${unit}`;
    const said = await bed.run(sh`${unitJournal}
${forged} | setpriv --reuid=nobody --clear-groups logger --journald
journalctl --sync
journalctl --quiet --output=cat UNIT=${unit} _UID=65534
echo ==
journal_of ${unit} --output=cat`);
    const [everything = '', ours = ''] = said.split('==\n');
    assert.match(everything, /all is well/, 'it was not written');
    assert.doesNotMatch(ours, /all is well/);
    assert.match(ours, /nonexistent/);
  });
});
