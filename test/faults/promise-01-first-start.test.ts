// A database server whose first start is cut off: its package's script takes what that left for a database.
import assert from 'node:assert/strict';
import { packages, service, sh, type Resource, type Script } from '../../lib/kit.js';
import { flavours } from '../../roles/mysql/mysql-or-mariadb.js';
import { setUnfinishedAside } from '../../roles/mysql/interrupted-first-start.js';
import { freshHost } from '../contract/fresh-host.js';
import { sid } from '../contract/mysql-from-sid.js';
import { TestBed } from '../contract/test-bed.js';

const apt = sh`DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends`;

describe('promise 1: killed at any moment (the first start of a database)', function () {
  this.timeout(300_000);
  let bed: TestBed;
  before(async function () {
    bed = await TestBed.connect(await freshHost.call(this));
    await bed.run(sh`${apt} update >/dev/null; ${apt} install procps psmisc >/dev/null 2>&1`);
  });
  after(async function () {
    await bed.close();
    await freshHost.call(this);
  });

  for (const [name, flavour] of Object.entries(flavours)) {
    describe(name, () => {
      const server: readonly Resource[] = [
        ...(name === 'mysql' ? [sid] : []),
        packages({ names: [flavour.package], beforeRetry: setUnfinishedAside(flavour) }),
        service({ unit: flavour.unit, running: true, enabled: true }),
      ];
      const initializing = name === 'mysql' ? 'mysqld .*--initialize' : 'mariadbd .*--bootstrap';
      const purge = sh`
systemctl stop ${flavour.unit} 2>/dev/null || true
dpkg --configure -a >/dev/null 2>&1 || true
${apt} purge 'mariadb-*' 'mysql-*' >/dev/null 2>&1 || true
rm -rf /var/lib/mysql* /etc/mysql`;
      const counted: Script = sh`${flavour.client} --user=root --batch --skip-column-names --execute='SELECT table_schema, COUNT(*) FROM information_schema.tables GROUP BY 1 ORDER BY 1; SELECT user, host FROM mysql.user ORDER BY 1, 2'`;
      const aside = sh`find /var/lib -maxdepth 1 -name 'mysql.unfinished-*' | wc -l`;
      let whole = '';

      before(async () => {
        await bed.run(purge);
        await bed.converge(server);
        whole = await bed.run(counted);
        assert.match(whole, /information_schema/);
      });
      after(() => bed.run(purge));

      /** Starts an installation that nobody of ours is part of, and kills all of it when the server has been at it for a while. */
      const cutOff = (seconds: number): Script => sh`
${purge}
printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d
${apt} -d install ${flavour.package} >/dev/null 2>&1
( ${apt} install ${flavour.package} >/dev/null 2>&1 </dev/null & )
tries=0
until pgrep -f ${initializing} >/dev/null && [ -n "$(ls -A /var/lib/mysql)" ]; do
  tries=$((tries + 1)); [ "$tries" -lt 3000 ]; sleep 0.01
done
sleep ${seconds}
pkill -9 'apt-get|dpkg|mysql|mariadb' || true
sleep 0.5
rm -f /usr/sbin/policy-rc.d
dpkg-query -W -f '\${db:Status-Abbrev}' ${flavour.package}; ls /var/lib/mysql | wc -l`;

      for (const seconds of [0.05, 0.4])
        it(`is made again where all was killed ${seconds} s after it began`, async () => {
          assert.match(await bed.run(cutOff(seconds)), /^iF [1-9]/);
          const changed = await bed.converge(server);
          assert.deepEqual(changed.length, 2, changed.join('; '));
          assert.equal(await bed.run(counted), whole);
          assert.equal(await bed.run(aside), '1\n');
        });

      // MariaDB's script goes on as if nothing had happened.
      if (name === 'mysql')
        it('is made again within the run where only the server was killed, and its script failed', async () => {
          await bed.run(purge);
          await bed.run(sh`
( until pgrep -f ${initializing}; do sleep 0.01; done; sleep 0.4; pkill -9 mysqld ) >/dev/null 2>&1 </dev/null &`);
          await bed.converge(server);
          assert.equal(await bed.run(counted), whole);
          assert.equal(await bed.run(aside), '1\n');
        });

      it('stays where it is when it holds a database of somebody’s', async () => {
        await bed.run(cutOff(0.2));
        await bed.run(sh`mkdir /var/lib/mysql/theirs`);
        await bed.converge(server).catch(() => undefined);
        assert.equal(await bed.run(aside), '0\n');
        assert.equal(await bed.run(sh`ls -d /var/lib/mysql/theirs`), '/var/lib/mysql/theirs\n');
      });
    });
  }
});
