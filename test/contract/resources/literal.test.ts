// Whatever a value holds, it arrives on a real host as it was written.
import assert from 'node:assert/strict';
import { authorizedKey, command, directory, file, link, Secret, sh, user } from '../../../lib/kit.js';
import { TestBed } from '../test-bed.js';
import { testHost } from '../test-host.js';

const base = '/srv/trueup-literal';
const canary = '/tmp/trueup-was-run';
const tidy = sh`rm -rf ${base} ${canary}; userdel -r trueupodd 2>/dev/null || true`;

const nasty: readonly string[] = [
  `it's "quoted" \\ and \`touch ${canary}\` and $(touch ${canary}) and $HOME`,
  `'; touch ${canary}; '`,
  'two\nlines and an end\n',
  '-rf',
  '--reference=/etc/shadow',
  '* ? [a] ~ {b,c} !x #y',
  'ü→漢🐘\t\u0001\u007f\r',
  '0123456789abcdef0123456789abcdef o 0 0 0\n\nx',
  '%s%n%d \\n \\0 \\c',
  ' ',
];

describe('Values on a real host', () => {
  let bed: TestBed;

  before(async function () {
    bed = await TestBed.connect(testHost.call(this));
  });
  beforeEach(() => bed.run(sh`${tidy}; mkdir -m 755 ${base}`));
  after(async () => {
    // oxlint-disable-next-line typescript/no-unnecessary-condition -- `before` may have skipped the suite
    if (!bed) return;
    await bed.run(tidy);
    await bed.close();
  });
  afterEach(async () => {
    assert.equal(await bed.run(sh`ls ${canary} 2>/dev/null || true`), '', 'a value was run');
  });

  /** The bytes of a command's output, exactly. */
  async function bytes(script: ReturnType<typeof sh>): Promise<string> {
    return Buffer.from(await bed.run(sh`${script} | base64`), 'base64').toString('utf8');
  }

  for (const text of nasty) {
    it(`${JSON.stringify(text)} is a path, a content, a secret and a target`, async () => {
      const name = text.replaceAll('/', '|').slice(0, 80);
      const folder = `${base}/${name}`;
      await bed.converge([
        directory({ path: folder }),
        file({ path: `${folder}/${name}`, content: text }),
        file({ path: `${folder}/secret`, content: new Secret(text), mode: '0600' }),
        link({ path: `${folder}/link`, to: text }),
      ]);
      assert.equal(await bytes(sh`cat ${folder}/${name}`), text);
      assert.equal(await bytes(sh`cat ${folder}/secret`), text);
      assert.equal(await bytes(sh`readlink -n ${folder}/link`), text);
    });
  }

  it('a comment and a key of a user arrive, quotes and all', async () => {
    const comment = `it's "q" $(touch ${canary}) \`x\` \\ ü -rf`;
    const key = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKf0vJ7Q8mKqLqg1vWkzj6iSxJkYv0yqf2yWc9o5q3aB ${comment}`;
    await bed.converge([
      user({ name: 'trueupodd', comment, home: '/home/trueupodd' }),
      authorizedKey({ user: 'trueupodd', key }),
    ]);
    const gecos = await bed.run(sh`getent passwd trueupodd | cut -d: -f5`);
    assert.equal(gecos, `${comment}\n`);
    assert.equal(await bed.run(sh`cat /home/trueupodd/.ssh/authorized_keys`), `${key}\n`);
  });

  it('a value in a command arrives', async () => {
    for (const text of nasty) {
      const path = `${base}/made`;
      await bed.run(sh`rm -f ${path}`);
      const run = sh`printf %s ${text} >${path}`;
      await bed.converge([command({ name: `make ${text}`, run, creates: path })]);
      assert.equal(await bytes(sh`cat ${path}`), text);
    }
  });
});
