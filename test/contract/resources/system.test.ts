// Kernel parameters, names, hosts entries and the time zone on a real host.
import assert from 'node:assert/strict';
import { hostsEntries, sh, sysctl, timezone } from '../../../lib/kit.js';
import { forward, unset } from '../../proofs/system/sysctl.js';
import { TestBed } from '../test-bed.js';
import { testHost } from '../test-host.js';

const entries = hostsEntries({
  entries: [
    { address: '198.18.77.15', names: ['trueup-db1', 'trueup-db1.example.org'] },
    { address: 'fd00::15', names: ['trueup-db1'] },
  ],
});

describe('The system on a real host', () => {
  let bed: TestBed;

  before(async function () {
    bed = await TestBed.connect(testHost.call(this));
  });
  after(async () => {
    // oxlint-disable-next-line typescript/no-unnecessary-condition -- `before` may have skipped the suite
    if (!bed) return;
    await bed.run(sh`rm -f /etc/sysctl.d/99-trueup-*`);
    await bed.close();
  });

  const refusals = [
    {
      it: 'a parameter that a container may not set is an error that says so, and is not kept for the next boot',
      want: sysctl({ key: 'vm.swappiness', value: '11' }),
      output: /vm\.swappiness cannot be set inside this container/,
      needs: sh`! [ -w /proc/sys/vm/swappiness ]`,
    },
    {
      it: 'a parameter that the kernel has not is an error that says so',
      want: sysctl({ key: 'net.ipv4.no_such_thing', value: '1' }),
      output: /this kernel has no parameter net\.ipv4\.no_such_thing/,
    },
    {
      it: 'a value that the kernel refuses is not kept for the next boot',
      want: sysctl({ key: 'net.ipv4.ip_local_port_range', value: '5 1' }),
      output: /Invalid argument|I\/O error/,
    },
  ];
  for (const { it: title, want, output, needs } of refusals) {
    it(title, async function () {
      if (needs && (await bed.answer(needs)).status !== 0) this.skip();
      await assert.rejects(bed.converge([want]), { code: 'E_APPLY', output });
      assert.equal(await bed.run(sh`find /etc/sysctl.d -name '*trueup*'`), '');
    });
  }

  it('a file that wins over ours at boot is named, and does win there', async () => {
    const later = '/etc/sysctl.d/99-zz-tried.conf';
    const want = sysctl({ key: 'net.ipv4.ip_forward', value: '1' });
    const boot = sh`/lib/systemd/systemd-sysctl >/dev/null 2>&1 || true; cat ${forward}`;
    try {
      await bed.converge([want]);
      assert.equal(await bed.run(boot), '1\n');
      await bed.run(sh`printf '# by hand\nnet/ipv4/ip_forward = 0\n' >${later}`);
      assert.deepEqual(await bed.differences([want]), [
        'sysctl net.ipv4.ip_forward: update value after reboot',
      ]);
      await assert.rejects(bed.converge([want]), {
        code: 'E_APPLY',
        output:
          /net\.ipv4\.ip_forward is 0 instead of 1 after reboot: \/etc\/sysctl\.d\/99-zz-tried\.conf:2\nRemove that line/,
      });
      assert.equal(await bed.run(boot), '0\n', 'what was said is what a boot does');
    } finally {
      await bed.run(sh`rm -f ${later}; ${unset}`);
    }
  });

  it('a zone that is none is an error that says so', async () => {
    await assert.rejects(bed.converge([timezone({ name: 'Europe/Atlantis' })]), {
      code: 'E_APPLY',
      output: /there is no time zone Europe\/Atlantis/,
    });
  });

  it('no /etc/localtime is UTC already', async () => {
    await bed.run(sh`rm -f /etc/localtime /etc/timezone`);
    assert.deepEqual(await bed.differences([timezone({ name: 'Etc/UTC' })]), []);
  });

  it('the rest of /etc/hosts and its group stay, root alone may write it, and the block comes first', async () => {
    const rest = "127.0.0.1 localhost # it's\n\n127.0.1.1 trueup-db1\n\tx";
    await bed.run(
      sh`cp -p /etc/hosts /root/hosts.before; printf %s ${rest} >/etc/hosts; chmod 664 /etc/hosts; chgrp adm /etc/hosts`,
    );
    await bed.converge([entries]);
    const after = await bed.run(sh`cat /etc/hosts; stat -c ' %a %G' /etc/hosts`);
    await bed.run(sh`mv /root/hosts.before /etc/hosts`);
    assert.ok(after.startsWith('# trueup: begin\n198.18.77.15 '), after);
    assert.ok(after.endsWith(`# trueup: end\n${rest} 644 adm\n`), after);
  });

  it('hosts entries are not written over a change that came after the question', async () => {
    await bed.run(sh`cp -p /etc/hosts /root/hosts.before`);
    const [step] = await bed.compare([entries]);
    await bed.run(sh`echo '10.9.9.9 late' >>/etc/hosts`);
    const answer = await bed.answer(entries.type.apply(entries.want, step?.have, step?.changes ?? []));
    const hosts = await bed.run(sh`cat /etc/hosts; mv /root/hosts.before /etc/hosts`);
    assert.notEqual(answer.status, 0);
    assert.match(answer.stderr, /another program changed .* during the run; apply again/);
    assert.match(hosts, /late/);
    assert.doesNotMatch(hosts, /trueup/);
  });
});
