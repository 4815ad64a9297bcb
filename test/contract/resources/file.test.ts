// The file type on a real host.
import assert from 'node:assert/strict';
import { file, Secret, sh, user } from '../../../lib/kit.js';
import { TestBed } from '../test-bed.js';
import { testHost } from '../test-host.js';

describe('A file on a real host', () => {
  let bed: TestBed;
  const folder = '/srv/trueup-file-odd';

  before(async function () {
    bed = await TestBed.connect(testHost.call(this));
  });
  beforeEach(async () => {
    await bed.run(sh`rm -rf ${folder}; mkdir -m 755 ${folder}`);
  });
  after(async () => {
    // oxlint-disable-next-line typescript/no-unnecessary-condition -- `before` may have skipped the suite
    if (!bed) return;
    await bed.run(sh`rm -rf ${folder}`);
    await bed.close();
  });

  it('shows what it says now beside what it should say', async () => {
    const target = `${folder}/shown`;
    await bed.run(sh`printf 'old ü\n' >${target}; chmod 644 ${target}`);
    const [step] = await bed.compare([file({ path: target, content: 'new\n' })]);
    assert.deepEqual(step?.changes, [
      { verb: 'update', key: 'content', what: 'content', from: 'old ü\n', to: 'new\n' },
    ]);
  });

  it('never brings home what stands where a secret belongs', async () => {
    const target = `${folder}/secret`;
    await bed.run(sh`printf 'yesterdays-password' >${target}; chmod 600 ${target}`);
    const secret = file({ path: target, content: new Secret('todays-password'), mode: '0600' });
    const answer = await bed.answer(secret.type.probe([secret.want]));
    assert.equal(answer.status, 0);
    assert.ok(!answer.stdout.includes(Buffer.from('yesterdays-password').toString('base64').slice(0, 12)));
    const [step] = await bed.compare([secret]);
    assert.ok(step?.changes[0]?.from instanceof Secret);
    assert.ok(step.changes[0].to instanceof Secret);
    await bed.converge([secret]);
    assert.equal(await bed.run(sh`cat ${target}`), 'todays-password');
  });

  it('is left alone when its validation fails, and the copy is gone', async () => {
    const target = `${folder}/validated`;
    await bed.run(sh`echo good >${target}; chmod 644 ${target}`);
    const bad = file({
      path: target,
      content: 'bad\n',
      validate: (staged) => sh`echo 'line 1: bad' >&2; grep -q good ${staged}`,
    });
    await assert.rejects(bed.converge([bad]), { code: 'E_APPLY', output: /line 1: bad/ });
    assert.equal(await bed.run(sh`cat ${target}; ls -A ${folder}`), 'good\nvalidated\n');
  });

  it('is validated with its final owner, mode and content, before it is in place', async () => {
    const target = `${folder}/validated`;
    const seen = `${folder}/seen`;
    const good = file({
      path: target,
      content: 'good\n',
      owner: 'ubuntu',
      mode: '0640',
      validate: (staged) => sh`[ ! -e ${target} ]; { stat -c '%U %a' ${staged}; cat ${staged}; } >${seen}`,
    });
    await bed.converge([good]);
    assert.equal(await bed.run(sh`cat ${seen}`), 'ubuntu 640\ngood\n');
  });

  it('refuses to stand where a directory is, and says so', async () => {
    await bed.run(sh`mkdir ${folder}/d`);
    await assert.rejects(bed.converge([file({ path: `${folder}/d`, content: '' })]), {
      code: 'E_APPLY',
      output: /\/d is a directory, which is never replaced/,
    });
  });

  it('says that its folder is missing', async () => {
    await assert.rejects(bed.converge([file({ path: `${folder}/no/where`, content: '' })]), {
      code: 'E_APPLY',
      output: /the folder .*\/no is missing/,
    });
  });

  it('says that its owner is unknown, and leaves no copy', async () => {
    await assert.rejects(
      bed.converge([file({ path: `${folder}/f`, content: '', owner: 'nobody-knows-me' })]),
      { code: 'E_APPLY', output: /invalid user/ },
    );
    assert.equal(await bed.run(sh`ls -A ${folder}`), '');
  });

  it('may belong to a user that is made in the same apply', async () => {
    await bed.run(sh`userdel trueupmade 2>/dev/null || true`);
    const made = user({ name: 'trueupmade', system: true });
    await bed.converge([made, file({ path: `${folder}/f`, content: 'x', owner: 'trueupmade' })]);
    assert.equal(await bed.run(sh`stat -c %U ${folder}/f; userdel trueupmade`), 'trueupmade\n');
  });

  it("can't be looked at where its path runs through a loop, and that is no 'missing'", async () => {
    await bed.run(sh`ln -s loop ${folder}/loop`);
    await assert.rejects(bed.compare([file({ path: `${folder}/loop/f`, content: '' })]), {
      code: 'E_UNREADABLE',
      message: /Too many levels of symbolic links/,
    });
  });

  it('is missing where a part of its path is a file', async () => {
    await bed.run(sh`: >${folder}/plain`);
    assert.deepEqual(await bed.differences([file({ path: `${folder}/plain/f`, content: '' })]), [
      `file ${folder}/plain/f: create content`,
    ]);
  });

  it('holds a megabyte of quotes', async () => {
    const big = `it's "$(reboot)" \`x\`\n`.repeat(50_000);
    await bed.converge([file({ path: `${folder}/big`, content: big })]);
    assert.equal(await bed.run(sh`wc -c <${folder}/big`), `${Buffer.byteLength(big)}\n`);
  });

  it('is one of two hundred, asked with a handful of processes', async () => {
    const many = Array.from({ length: 200 }, (_, at) =>
      file({ path: `${folder}/${at}`, content: `${at}\n` }),
    );
    await bed.converge(many);
    const lastPid = async (): Promise<number> => Number(await bed.run(sh`sh -c 'echo $$'`));
    const before = await lastPid();
    assert.deepEqual(await bed.differences(many), []);
    const started = (await lastPid()) - before;
    assert.ok(started > 0 && started < 40, `${started} processes`);
  });
});
