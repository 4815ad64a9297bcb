// No daemon of the stack stays dead: not after nine kills in a row, and not for an address that comes late at boot.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { theStack } from '../faults/sites/lab-stack.js';
import { onHost } from './inside.js';
import { labInventory, run, trueup } from './run-trueup.js';

/** `mysql` is also MariaDB's name. */
const daemons = {
  lb1: ['haproxy', 'keepalived', 'ssh'],
  lb2: ['haproxy', 'keepalived', 'ssh'],
  web1: ['nginx'],
  db1: ['mysql', 'ssh'],
} as const;
type Name = keyof typeof daemons;

async function status(): Promise<string> {
  const { stdout } = await run('curl', [
    ...['--silent', '--max-time', '5', '--cacert', '/var/lib/trueup-lab/ca/ca.pem', '--output', '/dev/null'],
    ...['--resolve', 'www.foobar.com:443:198.18.77.100', '--write-out', '%{http_code}'],
    'https://www.foobar.com/healthz',
  ]);
  return stdout;
}

/** The whole way answers, and each daemon runs. */
async function isBack(names: readonly Name[]): Promise<void> {
  let last = await status();
  for (let tries = 0; last !== '200' && tries < 120; tries += 1) {
    await sleep(500);
    last = await status();
  }
  assert.equal(last, '200');
  for (const name of names) {
    const units = daemons[name];
    const states = (): Promise<string> =>
      // sshd is one of them: until it is back it refuses who asks.
      onHost(name, `systemctl is-active ${units.join(' ')} || :`).catch(String);
    const wanted = units.map(() => 'active').join('\n');
    let found = await states();
    for (let tries = 0; found !== wanted && tries < 60; tries += 1) {
      await sleep(500);
      found = await states();
    }
    assert.deepEqual([name, found], [name, wanted]);
  }
}

describe('the stack’s daemons', function () {
  this.timeout(300_000);

  before(async function () {
    await theStack.call(this);
  });

  it('come back after nine kills, 0.7 s apart', async () => {
    const names = Object.keys(daemons) as Name[];
    await Promise.all(
      names.map((name) =>
        onHost(
          name,
          `for turn in 1 2 3 4 5 6 7 8 9; do
             for unit in ${daemons[name].join(' ')}; do
               pid=$(systemctl show -p MainPID --value "$unit"); [ "$pid" = 0 ] || kill -9 "$pid"
             done
             sleep 0.7
           done`,
        ),
      ),
    );
    await isBack(names);
  });

  it('come up before their host has its address', async () => {
    const names = ['lb1', 'lb2', 'db1'] as const;
    const late = '/etc/systemd/network/05-late.network';
    await Promise.all(
      names.map((name) =>
        onHost(
          name,
          `link=$(ip -o -4 address show to 198.18.77.0/24 | awk '{ print $2; exit }')
printf '[Match]\\nName=%s\\n[Network]\\nLinkLocalAddressing=no\\n' "$link" >${late}
cat >/etc/systemd/system/late-address.service <<END
[Service]
ExecStart=/bin/sh -c 'sleep 12; rm -f ${late}; networkctl reload; networkctl reconfigure $link'
[Install]
WantedBy=multi-user.target
END
systemctl enable -q late-address.service`,
        ),
      ),
    );
    await trueup('lab', 'stop', ...names);
    const started = await trueup('lab', 'start', ...names);
    assert.equal(started.status, 0, started.stderr);
    await isBack(names);
    for (const name of names)
      await onHost(
        name,
        'systemctl disable -q late-address.service; rm /etc/systemd/system/late-address.service; systemctl daemon-reload',
      );
    const plan = await trueup('plan', '-i', labInventory, '--detailed-exitcode', '--limit', 'lb1,lb2');
    assert.equal(plan.status, 0, plan.stdout + plan.stderr);
  });
});
