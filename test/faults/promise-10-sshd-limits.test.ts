// What sshd allows at most: MaxStartups, MaxSessions, LoginGraceTime, PerSourcePenalties; on real daemons.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { sh } from '../../lib/kit.js';
import type { Event } from '../../lib/model/event.js';
import type { Connection } from '../../lib/model/fleet.js';
import { canRunSshd, keygen, startLocalSshd, type LocalSshd } from '../contract/ssh/local-sshd.js';
import { TestBed } from '../contract/test-bed.js';
import { freshHost } from '../contract/fresh-host.js';
import { playedMachine } from './hostile/played-machine.js';
import { endOf, played, startPlaying, traces, varsOf, type SmallRun } from './runs/small-run.js';

const transports = ['ssh2', 'openssh'] as const;
const unknownKeys = { ansible_host_key_checking: false, trueup_known_hosts_file: '/dev/null' };

/** Asserts how many hosts ended in which way; a failure shows what went wrong on them. */
function assertTally(events: readonly Event[], expected: Readonly<Record<string, number>>): void {
  const done = events.flatMap((event) => (event.type === 'host.done' ? [event] : []));
  const counts: Record<string, number> = {};
  for (const { outcome } of done) counts[outcome] = (counts[outcome] ?? 0) + 1;
  const troubles = done.flatMap(({ trouble }) => trouble?.message ?? []);
  assert.deepEqual(counts, expected, `${JSON.stringify(counts)}\n${troubles.join('\n')}`);
}

describe('promise 10: the limits of sshd are respected', function () {
  this.timeout(300_000);

  describe('of a daemon on loopback, that every host of the inventory is', () => {
    let sshd: LocalSshd | undefined;

    before(function () {
      if (!canRunSshd()) this.skip();
    });
    afterEach(async () => {
      await sshd?.stop();
      sshd = undefined;
    });

    /** A question to `count` hosts, each with an address of its own, so that nothing here knows that they are one. */
    const questions = (
      { connection }: LocalSshd,
      count: number,
      vars: Readonly<Record<string, unknown>>,
      forks?: number,
    ): SmallRun => ({
      command: 'plan',
      hosts: Object.fromEntries(
        Array.from({ length: count }, (_, at) => [
          `h${at}`,
          varsOf(connection, { ...unknownKeys, ansible_host: `127.0.0.${at + 2}`, ...vars }),
        ]),
      ),
      deeds: [{ name: 'nothing', text: 'true' }],
      ...(forks === undefined ? {} : { forks }),
    });
    const afterLogin = (first: string): string =>
      `ForceCommand ${first}${playedMachine.join(' ')} -c "$SSH_ORIGINAL_COMMAND"`;
    // sshd takes a keyword's first value.
    const everyHost = (...settings: readonly string[]): Promise<LocalSshd> =>
      startLocalSshd('ListenAddress 0.0.0.0', ...settings, afterLogin(''));
    const connections = (daemon: LocalSshd): number => daemon.log().match(/^Connection from /gm)?.length ?? 0;
    const dropped = (daemon: LocalSshd): number => daemon.log().match(/^drop connection /gm)?.length ?? 0;

    for (const ansible_connection of transports) {
      it(`60 hosts behind one daemon with its defaults, by ${ansible_connection}`, async () => {
        sshd = await everyHost('MaxStartups 10:30:100');
        // All of them are this machine: twenty shells at once come up slowly where it is busy, which is not sshd's doing.
        const events = await played(questions(sshd, 60, { ansible_connection, ansible_timeout: 60 }, 20));
        assertTally(events, { changed: 60 });
        assert.ok(connections(sshd) <= 60 + dropped(sshd), `${connections(sshd)} connections`);
        assert.ok(dropped(sshd) < 120, `${dropped(sshd)} dropped`);
      });
    }

    it('a daemon that drops all but two logins at a time', async () => {
      sshd = await everyHost('MaxStartups 2');
      const events = await played(questions(sshd, 12, {}, 12));
      assertTally(events, { changed: 12 });
      assert.ok(dropped(sshd) > 0, 'it had no reason to');
      // Six attempts each at most, and pauses between them that differ.
      assert.ok(connections(sshd) + dropped(sshd) <= 12 * 4, sshd.log());
    });

    for (const ansible_connection of transports) {
      it(`a daemon with all the logins that it allows in flight is told and waited for, by ${ansible_connection}`, async () => {
        sshd = await everyHost('MaxStartups 1');
        const idle = connect(sshd.port, '127.0.0.1');
        await once(idle, 'data');
        const run = startPlaying(questions(sshd, 1, { ansible_connection }));
        const told = await run.until((event) => event.type === 'notice');
        assert.match(told.type === 'notice' ? told.text : '', /Exceeded MaxStartups; trying again in \d s$/);
        idle.destroy();
        assert.equal(await run.ended, 0, run.stderr());
        assertTally(run.events, { changed: 1 });
      });
    }

    it('a daemon that gives a login ten seconds, and hosts that wait longer than that for their turn', async () => {
      // Ten after one another, each of which takes more than a second.
      sshd = await everyHost('LoginGraceTime 10', afterLogin('sleep 1.1; '));
      const events = await played(questions(sshd, 20, {}, 2));
      assertTally(events, { changed: 20 });
      assert.doesNotMatch(sshd.log(), /Timeout before authentication/);
    });

    for (const ansible_connection of transports) {
      it(`a key that is refused is offered once per host, by ${ansible_connection}`, async () => {
        sshd = await everyHost();
        const other = `${sshd.folder}/other`;
        keygen(other, '-t', 'ed25519');
        const vars = { ansible_connection, ansible_ssh_private_key_file: other };
        const events = await played(questions(sshd, 5, vars));
        assertTally(events, { unreachable: 5 });
        assert.equal(connections(sshd), 5);
        assert.equal(endOf(events, 'h0').trouble?.code, 'E_AUTH');
      });
    }
  });

  describe('of a second daemon on a real host', () => {
    const port = 2210;
    let connection: Connection;
    let bed: TestBed | undefined;

    before(async function () {
      const host = await freshHost.call(this);
      connection = { ...host, port };
      bed = await TestBed.connect(host);
    });
    after(async () => {
      await bed?.run(sh`rm -rf ${traces}`);
      await bed?.close();
    });
    afterEach(() => bed?.run(sh`systemctl stop trueup-test-sshd 2>/dev/null || :`));

    const start = async (...settings: readonly string[]): Promise<void> => {
      const options = settings.flatMap((one) => ['-o', one]);
      await bed?.run(
        sh`rm -rf ${traces}; systemd-run --quiet --collect --unit=trueup-test-sshd /usr/sbin/sshd -D -e -p ${port} -o PidFile=none -o UsePAM=yes -o LogLevel=VERBOSE ${options}
        n=0; until ss -Hltn ${`sport = ${port}`} | grep -q .; do n=$((n + 1)); [ "$n" -lt 50 ] || exit 1; sleep 0.1; done`,
      );
    };
    const log = async (): Promise<string> =>
      (await bed?.run(
        sh`journalctl --quiet --output=cat "_SYSTEMD_INVOCATION_ID=$(systemctl show --value -p InvocationID trueup-test-sshd)"`,
      )) ?? '';
    /** sshd counts a failed login once its process for that is gone, which may be after the client is. */
    const untilLogged = async (pattern: RegExp): Promise<void> => {
      const since = performance.now();
      while (!pattern.test(await log())) {
        assert.ok(performance.now() - since < 5000, `sshd never said ${pattern}: ${await log()}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    const one = (vars: Readonly<Record<string, unknown>>, text: string): SmallRun => ({
      command: 'apply',
      hosts: { box: varsOf(connection, vars) },
      deeds: [
        { name: 'first', text },
        { name: 'second', text: 'true' },
      ],
    });

    for (const ansible_connection of transports) {
      it(`one session is enough, also to be stopped after the running step, by ${ansible_connection}`, async () => {
        await start('MaxSessions=1');
        const run = startPlaying(one({ ansible_connection }, 'sleep 2'));
        await run.until((event) => event.type === 'step.started');
        run.child.kill('SIGINT');
        assert.equal(await run.ended, 130, run.stderr());
        const done = run.events.flatMap((event) => (event.type === 'step.done' ? [event.resource] : []));
        assert.deepEqual(done, ['deed.of.60 first']);
        assert.match(endOf(run.events, 'box').trouble?.message ?? '', /stopped before deed\.of\.60 second/);
        assert.equal(endOf(await played(one({ ansible_connection }, 'true')), 'box').outcome, 'changed');
      });

      it(`a penalty is told and waited for, by ${ansible_connection}`, async function () {
        await start('PerSourcePenalties=authfail:10s noauth:10s min:5s max:60s');
        const wrong = { ansible_connection, ansible_user: 'nobody' };
        assert.equal(endOf(await played(one(wrong, 'true')), 'box').trouble?.code, 'E_AUTH');
        await untilLogged(/new .* active penalty/);
        const events = await played(one({ ansible_connection }, 'true'));
        assert.equal(endOf(events, 'box').outcome, 'changed', JSON.stringify(endOf(events, 'box')));
        const notices = events.flatMap((event) => (event.type === 'notice' ? [event.text] : []));
        assert.match(notices.join('\n'), /Not allowed at this time; trying again in \d+ s/);
        const attempts = events.filter((event) => event.type === 'host.connecting').length;
        assert.ok(attempts <= 3, `${attempts} attempts`);
        assert.match(await log(), /drop connection .* penalty: /);
      });
    }
  });
});
