// A cache that only those who know its password reach, and that keeps what it was told to keep.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { Answer } from '../../../lib/model/script.js';
import { Secret } from '../../../lib/model/secret.js';
import { settingsOf } from '../../../roles/redis/settings-effect.js';
import type { Data } from './every-variable.js';
import { hostsWith, type HostWith } from './hosts-with.js';
import { debian13 } from './declared.js';

const config = 'file /etc/redis/trueup.conf';
const passwordFile = 'file /etc/redis/trueup-password.conf';
const dropIn = 'systemd.unit redis-server.service.d/zz-trueup.conf';
const elsewhere = { cache1: { roles: ['redis'] }, app1: { roles: ['appserver'] } };
const beside = { app1: { roles: ['appserver', 'redis'] } };

const stackOf = (
  more: Readonly<Record<string, Data>> = {},
  hosts: Readonly<Record<string, HostWith>> = elsewhere,
) => hostsWith(hosts, { redis: { password: 'canary-pass', ...more } });
const configOf = async (more: Readonly<Record<string, Data>> = {}, hosts?: Parameters<typeof stackOf>[1]) =>
  (await stackOf(more, hosts)).text(Object.keys(hosts ?? elsewhere)[0] ?? '', config);

const said = (stdout: string, status = 0): Answer => ({ status, stdout, stderr: '' });

describe('the role redis', () => {
  it('listens for the others on its own address, and beside the application on loopback alone', async () => {
    assert.match(await configOf(), /^bind "127\.0\.0\.1" "10\.0\.0\.1"$/m);
    assert.match(await configOf({}, beside), /^bind "127\.0\.0\.1"$/m);
  });

  it('lets in the roles named, the application servers unless said otherwise', async () => {
    const from = async (more?: Readonly<Record<string, Data>>): Promise<readonly (readonly string[])[]> =>
      (await stackOf(more)).openings('cache1').map((opening) => opening.from);
    assert.deepEqual(await from(), [['appserver']]);
    assert.deepEqual(await from({ from: ['redis'] }), [['redis']]);
    await assert.rejects(stackOf({ from: ['nginx'] }), /redis\.from\[0\]: no host has the role nginx/);
  });

  it('refuses an address that is a name, and says what to set', async () => {
    const named = { ...elsewhere, cache1: { roles: ['redis'], vars: { ansible_host: 'cache.example.com' } } };
    await assert.rejects((await stackOf({}, named)).wants('cache1'), {
      code: 'E_INPUT',
      message: /^cache1: cache\.example\.com is not a valid address/,
      hint: /private_address/,
    });
  });

  it('keeps any password one value', async () => {
    const text = await (await stackOf({ password: "a\"b\\c 'd' #ü" })).text('cache1', passwordFile);
    assert.match(text, /^requirepass "a\\"b\\\\c 'd' #ü"$/m);
  });

  it('refuses a password that no line can hold, or that is too long, and doesn’t show it', async () => {
    for (const password of ['canary\nport 0', 'canary\u0000', 'canary'.repeat(100)])
      await assert.rejects(stackOf({ password }), (error: Error) => {
        assert.match(error.message, /redis\.password: must .*, found a secret/);
        assert.doesNotMatch(inspect(error, { depth: 9 }), /canary/);
        return true;
      });
  });

  it('has its password in a file that root writes and the server reads, and no secret elsewhere', async () => {
    const wants = await (await stackOf()).wants('cache1');
    const want = wants.get(passwordFile);
    assert.deepEqual([want?.['owner'], want?.['group'], want?.['mode']], ['root', 'redis', '0640']);
    const secrets = [...wants].filter(([, { content }]) => content instanceof Secret);
    assert.deepEqual(
      secrets.map(([id]) => id),
      [passwordFile],
    );
  });

  it('leaves the file of the package alone, which counts again without the role', async () => {
    const stack = await stackOf();
    assert.ok(!(await stack.wants('cache1')).has('file /etc/redis/redis.conf'));
    assert.match(
      await stack.text('cache1', dropIn),
      /^ExecStart=\nExecStart=\S+ \/etc\/redis\/trueup\.conf /m,
    );
  });

  it('quotes every value', async () => {
    for (const persistence of ['aof', 'rdb', 'none'])
      for (const line of (await configOf({ persistence })).split('\n'))
        assert.match(line, /^(#.*|[a-z-]+( "([^"\\]|\\.)*")+)?$/);
  });

  it('limits the memory in bytes, and says what goes', async () => {
    const text = await configOf({ maxmemory_mib: 3, eviction: 'volatile-ttl' });
    assert.match(text, /^maxmemory "3145728"\nmaxmemory-policy "volatile-ttl"$/m);
  });

  it('writes down as much as was chosen; beside an append-only file snapshots too, to go back to', async () => {
    const kinds = await Promise.all(['aof', 'rdb', 'none'].map((persistence) => configOf({ persistence })));
    assert.deepEqual(
      kinds.map((text) => [/^appendonly "(\w+)"/m.exec(text)?.[1], /^save ".*/m.exec(text)?.[0]]),
      [
        ['yes', 'save "3600" "1"'],
        ['no', 'save "3600" "1"'],
        ['no', 'save ""'],
      ],
    );
  });

  it('includes the file of its password last, behind which only one line of `save` would count', async () => {
    for (const persistence of ['aof', 'rdb', 'none'])
      assert.match(await configOf({ persistence }), /\ninclude "[^"]+"\n$/);
  });

  it('may write its data, and not its configuration', async () => {
    const text = await (await stackOf()).text('cache1', dropIn);
    assert.match(text, /^ReadWritePaths=\nReadWritePaths=(?!.*\/etc).*\/var\/lib\/redis/m);
    assert.match(text, /redis-before-start aof$/m);
  });

  it('is started again however often it ends', async () => {
    const id = 'systemd.unit redis-server.service.d/zz-trueup-restart.conf';
    assert.match(await (await stackOf()).text('cache1', id), /StartLimitIntervalSec=0[^]*Restart=always/);
  });

  it('leaves the kernel of the machine around a container alone', async () => {
    const overcommit = 'sysctl vm.overcommit_memory';
    const stack = await stackOf();
    assert.ok((await stack.wants('cache1')).has(overcommit));
    const container = { ...debian13, virtualization: 'systemd-nspawn' };
    assert.ok(!(await stack.wants('cache1', container)).has(overcommit));
  });

  it('asks the server for what its file says, with one value for what several lines say', () => {
    const text = 'bind "127.0.0.1" "10.0.0.1"\ninclude "x"\nsave "3600" "1"\nsave "60" "9"\nlogfile ""\n';
    assert.deepEqual(
      [...settingsOf(text)],
      [
        ['bind', '127.0.0.1 10.0.0.1'],
        ['save', '3600 1 60 9'],
        ['logfile', ''],
      ],
    );
  });

  it('shows its password in no script', async () => {
    const stack = await stackOf();
    const { ask, mend } = (await stack.wants('cache1')).get('effect redis') as Record<
      string,
      { masked: string }
    >;
    const questions = stack.checks('cache1').flatMap((check) => check.questions);
    const scripts = questions.map((one) => ('script' in one ? one.script.masked : ''));
    assert.doesNotMatch([ask?.masked, mend?.masked, ...scripts].join('\n'), /canary/);
  });
});

describe('the checks of the role redis', () => {
  const judged = async (title: RegExp, answer: Answer): Promise<string | undefined> => {
    const [check] = (await stackOf()).checks('cache1').filter((one) => title.test(one.title));
    assert.ok(check, String(title));
    return check.judge([answer]);
  };

  it('see a server that answers, and one that doesn’t', async () => {
    assert.equal(await judged(/answers at 10\.0\.0\.1/, said('PONG\n')), undefined);
    assert.match((await judged(/answers at 10\.0\.0\.1/, said('NOAUTH\n'))) ?? '', /NOAUTH/);
  });

  it('see one that lets in whoever comes', async () => {
    assert.equal(await judged(/refuses/, said('NOAUTH Authentication required.\n')), undefined);
    assert.match((await judged(/refuses/, said('(integer) 3\n'))) ?? '', /integer/);
  });

  it('see an address too much, and one that is missing', async () => {
    const line = (address: string): string => `LISTEN 0 511 ${address}:6379 0.0.0.0:*\n`;
    const right = line('10.0.0.1') + line('127.0.0.1');
    assert.equal(await judged(/listens/, said(right)), undefined);
    assert.match((await judged(/listens/, said(right + line('0.0.0.0')))) ?? '', /0\.0\.0\.0:6379/);
    assert.equal(await judged(/listens/, said(line('127.0.0.1'))), '127.0.0.1:6379');
    assert.equal(await judged(/listens/, said('')), 'nothing is listening');
    await assert.rejects(judged(/listens/, said('', 127)), { code: 'E_UNREADABLE' });
  });

  it('see another limit than was declared', async () => {
    const told = (bytes: number): Answer => said(`maxmemory\n${bytes}\nmaxmemory-policy\nallkeys-lru\n`);
    assert.equal(await judged(/256 MiB/, told(268435456)), undefined);
    assert.match((await judged(/256 MiB/, told(0))) ?? '', /maxmemory 0/);
  });
});

describe('what redis does before each start', () => {
  const files = ['appendonly.aof', 'appendonlydir', 'dump.rdb'];
  let folder = '';
  let script = '';
  before(async () => {
    const id = 'file /usr/local/libexec/trueup/redis-before-start';
    script = await (await stackOf()).text('cache1', id);
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'redis-start-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const run = (kind: string): readonly string[] => {
    execFileSync('sh', ['-c', script.replace('/var/lib/redis', folder), 'sh', kind]);
    return readdirSync(folder).sort();
  };
  const lay = (...names: readonly string[]): void => {
    for (const name of names) writeFileSync(join(folder, name), name);
  };

  it('makes the first append-only file of the snapshot, which it would be empty without', () => {
    lay('dump.rdb');
    assert.deepEqual(run('aof'), ['appendonly.aof', 'dump.rdb']);
    assert.equal(readFileSync(join(folder, 'appendonly.aof'), 'utf8'), 'dump.rdb');
  });

  it('leaves an append-only file alone that is there', () => {
    lay(...files);
    assert.deepEqual(run('aof'), files);
    assert.equal(readFileSync(join(folder, 'appendonly.aof'), 'utf8'), 'appendonly.aof');
  });

  it('begins with nothing where there is nothing', () => {
    assert.deepEqual(run('aof'), []);
  });

  it('sets aside what would come back old, and keeps one of it', () => {
    lay(...files);
    assert.deepEqual(run('rdb'), ['appendonly.aof.before', 'appendonlydir.before', 'dump.rdb']);
    lay('appendonly.aof');
    assert.deepEqual(run('none'), ['appendonly.aof.before', 'appendonlydir.before', 'dump.rdb.before']);
  });
});
