// Users, groups and their keys on a real host.
import assert from 'node:assert/strict';
import { authorizedKey, group, sh, user } from '../../../lib/kit.js';
import { TestBed } from '../test-bed.js';
import { testHost } from '../test-host.js';

const tidy = sh`
for name in trueupapp trueupops trueupplain; do userdel -r "$name" 2>/dev/null || true; done
for name in trueupapp trueupteam trueupother trueupplain; do groupdel "$name" 2>/dev/null || true; done
rm -rf /home/trueupops`;

const key = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKf0vJ7Q8mKqLqg1vWkzj6iSxJkYv0yqf2yWc9o5q3aB ops's "key" $(x)`;
const file = '/home/trueupops/.ssh/authorized_keys';
const keyId = /^authorizedKey trueupops SHA256:[A-Za-z0-9+/]{43}$/.exec(
  authorizedKey({ user: 'trueupops', key }).id,
)?.[0];

describe('Accounts on a real host', () => {
  let bed: TestBed;

  before(async function () {
    bed = await TestBed.connect(testHost.call(this));
  });
  beforeEach(() => bed.run(tidy));
  after(async () => {
    // oxlint-disable-next-line typescript/no-unnecessary-condition -- `before` may have skipped the suite
    if (!bed) return;
    await bed.run(tidy);
    await bed.close();
  });

  it('a system user gets no home, no shell and a password that nothing opens', async () => {
    await bed.converge([user({ name: 'trueupapp', system: true })]);
    const [entry, shadow] = (await bed.run(sh`getent passwd trueupapp; getent shadow trueupapp`)).split('\n');
    assert.match(entry ?? '', /:\/nonexistent:\/usr\/sbin\/nologin$/);
    assert.match(shadow ?? '', /^trueupapp:[!*]/);
  });

  it('a user joins the group of its name where that is there already', async () => {
    await bed.converge([group({ name: 'trueupapp', gid: 4444 }), user({ name: 'trueupapp', system: true })]);
    assert.equal(await bed.run(sh`id -gn trueupapp`), 'trueupapp\n');
  });

  it("a password's hash never leaves the host", async () => {
    await bed.run(sh`useradd trueupops; echo trueupops:hunter2 | chpasswd`);
    const hash = (await bed.run(sh`getent shadow trueupops | cut -d: -f2`)).trim();
    const want = user({ name: 'trueupops' });
    const { stdout } = await bed.answer(want.type.probe([want.want]));
    assert.ok(hash.length > 20);
    assert.ok(!stdout.includes(hash.slice(0, 20)));
  });

  it('a key leaves the other keys and their order alone, also without a line break at the end', async () => {
    const other = `# mine\nssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC7 other@x`;
    await bed.run(sh`
useradd -m trueupops
install -d -o trueupops -m 700 /home/trueupops/.ssh
printf %s ${other} >${file}; chown trueupops ${file}; chmod 600 ${file}`);
    await bed.converge([authorizedKey({ user: 'trueupops', key })]);
    assert.equal(
      await bed.run(sh`cat ${file}; stat -c '%U %a' ${file}`),
      `${other}\n${key}\ntrueupops 600\n`,
    );
  });

  it('two keys of one user arrive in one apply', async () => {
    await bed.run(sh`useradd -m trueupops`);
    const second = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKsecondsecondsecondsecondsecondsecondsecon';
    await bed.converge([
      authorizedKey({ user: 'trueupops', key }),
      authorizedKey({ user: 'trueupops', key: second }),
    ]);
    assert.equal(await bed.run(sh`cat ${file}`), `${key}\n${second}\n`);
  });

  it('a link that a user lays in the home is no way to the files of root', async () => {
    await bed.run(sh`
useradd -m trueupops
install -d -o trueupops -m 700 /home/trueupops/.ssh
ln -s /etc/shadow ${file}`);
    const want = authorizedKey({ user: 'trueupops', key });
    const { status, stdout } = await bed.answer(want.type.probe([want.want]));
    assert.notEqual(status, 0);
    assert.equal(stdout.trim(), '');
    await assert.rejects(bed.compare([want]), { code: 'E_UNREADABLE', message: /Permission denied/ });
  });

  it('a key of a user who is made in the same apply arrives in the second pass', async () => {
    const wants = [user({ name: 'trueupops' }), authorizedKey({ user: 'trueupops', key })];
    assert.equal((await bed.differences(wants))[1], `${keyId}: unknown`);
    await bed.converge(wants);
    assert.equal(await bed.run(sh`cat ${file}`), `${key}\n`);
  });
});
