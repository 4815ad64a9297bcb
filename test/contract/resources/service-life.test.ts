// A service on a real host: what is on disk is what runs, whatever happened in between.
import assert from 'node:assert/strict';
import { dropIn, service, sh, unit, type Resource } from '../../../lib/kit.js';
import { TestBed } from '../test-bed.js';
import { testHost } from '../test-host.js';
import { clean, id, killedAfterFile, loaded, name, probe, stamp } from './probe-daemon.js';

describe('A service on a real host', function () {
  this.timeout(300_000);
  let bed: TestBed;
  const heard = (): Promise<string> => bed.run(sh`cat ${loaded}`);
  const pid = (): Promise<string> => bed.run(sh`systemctl show -p MainPID --value ${name}`);
  const failure = (pattern: RegExp) => (error: { output?: string }) => pattern.test(error.output ?? '');

  before(async function () {
    bed = await TestBed.connect(testHost.call(this));
  });
  beforeEach(() => bed.run(clean));
  after(async () => {
    // oxlint-disable-next-line typescript/no-unnecessary-condition -- `before` may have skipped the suite
    if (!bed) return;
    await bed.run(clean);
    await bed.close();
  });

  it('starts once with its configuration, and reloads once for a new one', async () => {
    await bed.converge(probe('one\n'));
    const first = await pid();
    await bed.converge(probe('two\n'));
    assert.equal(await heard(), 'start:one\nreload:two\n');
    assert.equal(await pid(), first);
  });

  it('says while it starts slowly what systemd is at', async () => {
    const [daemon, limits, text, probed] = probe('one\n');
    assert.ok(daemon && limits && text && probed);
    const slow = dropIn({ unit: name, name: 'slow', content: '[Service]\nExecStartPre=/bin/sleep 13\n' });
    bed.events.length = 0;
    await bed.converge([daemon, limits, slow, text, probed]);
    assert.deepEqual(
      bed.events.flatMap((event) => (event.type === 'step.waiting' ? [event.resource, event.on] : [])),
      [id, `the start of ${name} (systemd: activating start-pre)`],
    );
  });

  it('restarts for what a reload does not load', async () => {
    await bed.converge(probe('one\n'));
    await bed.converge(probe('two\n', 2000));
    assert.equal(await heard(), 'start:one\nstart:two\n');
    assert.equal(
      await bed.run(
        sh`prlimit --nofile -o SOFT --noheadings --pid "$(systemctl show -p MainPID --value ${name})"`,
      ),
      '2000\n',
    );
  });

  it('still owes the reload when the run dies between the file and the service', async () => {
    await bed.converge(probe('one\n'));
    await bed.run(killedAfterFile(probe('two\n')));
    assert.deepEqual(await bed.differences(probe('two\n')), [`${id}: run reload`]);
    await bed.converge(probe('two\n'));
    assert.equal(await heard(), 'start:one\nreload:two\n');
  });

  it('owes it also when the file was put back since', async () => {
    await bed.converge(probe('one\n'));
    await bed.run(killedAfterFile(probe('two\n')));
    await bed.run(sh`systemctl reload ${name}`);
    await bed.run(killedAfterFile(probe('one\n')));
    assert.deepEqual(await bed.differences(probe('one\n')), [`${id}: run reload`]);
  });

  it('owes it on a host that it meets for the first time', async () => {
    await bed.converge(probe('one\n'));
    await bed.run(sh`rm ${stamp}`);
    await bed.run(killedAfterFile(probe('two\n')));
    assert.deepEqual(await bed.differences(probe('two\n')), [`${id}: run reload`]);
  });

  it('owes nothing when the run died while it was down', async () => {
    await bed.run(sh`systemctl daemon-reload`);
    await bed.converge(probe('one\n').slice(0, 3));
    await bed.run(killedAfterFile(probe('two\n')));
    await bed.converge(probe('two\n'));
    assert.equal(await heard(), 'start:two\n');
  });

  it('keeps running with what it has loaded while the new configuration fails its test, and says why', async () => {
    await bed.converge(probe('one\n'));
    const first = await pid();
    await assert.rejects(
      bed.converge(probe('wrong\n')),
      failure(/keeps running with its current configuration:\nit says wrong/),
    );
    assert.equal(await pid(), first);
    // What it has loaded is on the disk again.
    assert.deepEqual(await bed.differences(probe('one\n')), []);
    assert.ok((await bed.differences(probe('wrong\n'))).includes(`${id}: run reload`));
    await bed.converge(probe('two\n'));
    assert.equal(await heard(), 'start:one\nreload:two\n');
  });

  it('is not started with a configuration that fails its test', async () => {
    await assert.rejects(
      bed.converge(probe('wrong\n')),
      failure(/so the service was not started:\nit says wrong/),
    );
    assert.equal(await bed.run(sh`systemctl is-active ${name} || true`), 'inactive\n');
  });

  it('is not restarted at the first contact', async () => {
    await bed.converge(probe('one\n'));
    await bed.run(sh`rm ${stamp}`);
    const first = await pid();
    await bed.converge(probe('one\n'));
    assert.equal(await pid(), first);
    assert.equal(await heard(), 'start:one\n');
  });

  it('is masked no longer once it is to run', async () => {
    await bed.run(sh`systemctl mask -q ssh.socket`);
    const socket = service({ unit: 'ssh.socket', running: false, enabled: false });
    assert.deepEqual(await bed.differences([socket]), []);
    await bed.run(sh`systemctl unmask -q ssh.socket`);
  });

  it('starts a socket once more that could not be had at once, with what it had activated', async () => {
    const held = 'trueup-held';
    const flag = '/run/trueup-held-once';
    const socket = (backlog: number): readonly Resource[] => {
      const file = unit({
        name: `${held}.socket`,
        content: `[Socket]\nListenStream=/run/${held}\nBacklog=${backlog}\nExecStartPre=/bin/sh -c '! rm ${flag}'\n`,
      });
      return [
        unit({
          name: held,
          content: `[Unit]\nRequires=${held}.socket\n[Service]\nExecStart=/bin/sleep infinity\n`,
        }),
        file,
        service({ unit: `${held}.socket`, running: true, enabled: 'as it is', restartOn: [file] }),
      ];
    };
    try {
      await bed.converge(socket(8));
      await bed.run(sh`systemctl start ${held}; touch ${flag}`);
      await bed.converge(socket(16));
      assert.equal(
        await bed.run(sh`systemctl is-active ${held}.socket ${held}; ls ${flag} || true`),
        'active\nactive\n',
      );
    } finally {
      await bed.run(
        sh`systemctl stop ${held}.socket ${held} || true; rm -f /etc/systemd/system/${held}.s* ${flag}; systemctl daemon-reload`,
      );
    }
  });

  it('can be off', async () => {
    await bed.converge(probe('one\n'));
    await bed.converge([service({ unit: name, running: false, enabled: false })]);
    assert.equal(
      await bed.run(sh`systemctl is-active ${name} || true; systemctl is-enabled ${name} || true`),
      'inactive\ndisabled\n',
    );
  });

  const short = (lines: string, more: Partial<Parameters<typeof service>[0]> = {}): readonly Resource[] => [
    unit({ name, content: `[Service]\n${lines}\n[Install]\nWantedBy=multi-user.target\n` }),
    service({ unit: name, running: true, enabled: true, ...more }),
  ];
  for (const [title, resources, pattern] of [
    [
      'cannot start, with the end of its journal',
      short("ExecStart=/bin/sh -c 'echo no luck; exit 3'\nType=oneshot\nRemainAfterExit=yes"),
      /start failed[^]*no luck/,
    ],
    [
      'starts and ends',
      short("ExecStart=/bin/sh -c 'echo bye; sleep 0.3'"),
      /did not stay up: its state is inactive[^]*bye/,
    ],
    [
      'is started by systemd again and again',
      short('ExecStart=/bin/sleep 0.2\nRestart=always\nRestartSec=100ms'),
      /stay up/,
    ],
    [
      'does not exist',
      [service({ unit: 'no-such-unit', running: true, enabled: false })],
      /no-such-unit\.service: start failed|not found/,
    ],
    [
      'runs, but says by its own check that it does not work',
      short('ExecStart=/bin/sleep infinity', { loaded: sh`echo 'it has no workers'; exit 1` }),
      /is running, but has not loaded its configuration:\s+it has no workers/,
    ],
  ] as const) {
    it(`fails where the unit ${title}`, async () => {
      await assert.rejects(bed.converge(resources), failure(pattern));
    });
  }

  it('says that a unit without an [Install] section cannot be enabled', async () => {
    const resources = [
      unit({ name, content: '[Service]\nExecStart=/bin/sleep infinity\n' }),
      service({ unit: name, running: true, enabled: true }),
    ];
    await assert.rejects(bed.converge(resources), failure(/is static and could not be enabled/));
  });
});
