// Hostile input arrives literally or is refused with a clear error, in bounded time and memory.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { file, Secret, sh, unit } from '../../lib/kit.js';
import type { Script } from '../../lib/model/script.js';
import { quoteCommand, quoteVariable } from '../../roles/appserver/quote-unit.js';
import { secretEnvironment } from '../../roles/appserver/secret-environment.js';
import { roles } from '../../roles/registry.js';
import { TestBed } from '../contract/test-bed.js';
import { freshHost } from '../contract/fresh-host.js';
import { judge as judgeValue, leavesOf, nastyStrings } from '../unit/roles/hostile-vars.js';
import { anyString, anyText, runs } from './hostile/any-string.js';
import { hostileFiles } from './hostile/hostile-bundles.js';
import { HostileChild } from './hostile/hostile-input.js';
import { hostileInventories, type Lying } from './hostile/hostile-inventories.js';
import { hostileTemplates } from './hostile/hostile-templates.js';

describe('promise 8: hostile input is treated literally or refused, in bounded time and memory', function () {
  this.timeout(600_000);
  const child = new HostileChild();
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'trueup-hostile-'));
  });
  after(() => {
    child.end();
    rmSync(folder, { recursive: true, force: true });
  });

  describe('a template', () => {
    let templates = '';
    before(() => {
      templates = join(folder, 'templates');
      mkdirSync(templates);
      writeFileSync(join(templates, 'other.njk'), '{% include "self.njk" %}');
      writeFileSync(join(templates, 'huge.njk'), 'x'.repeat(300_000));
      writeFileSync(join(templates, 'latin1.njk'), Buffer.from('caf\xe9', 'latin1'));
      symlinkSync('/dev/zero', join(templates, 'zero.njk'));
      execFileSync('mkfifo', [join(templates, 'pipe.njk')]);
    });

    for (const [name, [text, says]] of Object.entries(hostileTemplates)) {
      it(`with ${name}: ${String(says)}`, async () => {
        const path = join(templates, 'self.njk');
        writeFileSync(path, text);
        const said = await child.complaintsAbout({ attack: 'template', path });
        assert.equal(said.length, 1, said.join('\n'));
        assert.match(said[0] ?? '', /^E_TEMPLATE /);
        assert.match(said[0] ?? '', says);
      });
    }
  });

  describe('an inventory', () => {
    for (const [name, { files, says, limit }] of Object.entries(hostileInventories)) {
      it(`with ${name}: ${says ? String(says) : 'read'}`, async () => {
        const inventory = mkdtempSync(join(folder, 'inventory-'));
        for (const [path, lying] of Object.entries(files)) put(join(inventory, path), lying);
        const more = limit === undefined ? {} : { more: limit };
        judge(await child.complaintsAbout({ attack: 'inventory', path: inventory, ...more }), says);
      });
    }
  });

  describe('what lies on the controller:', () => {
    for (const [what, { attack, name, made, says }] of Object.entries(hostileFiles)) {
      it(`${what}: ${says ? String(says) : 'read'}`, async () => {
        const path = join(mkdtempSync(join(folder, 'file-')), name);
        put(path, { made });
        judge(await child.complaintsAbout({ attack, path }), says);
      });
    }
  });

  describe('a variable of a role', () => {
    for (const role of roles.keys()) {
      it(`${role}: each takes each nasty string literally, or refuses it by name`, async () => {
        for (const leaf of await leavesOf(role)) {
          for (const value of nastyStrings) await judgeValue(leaf, value);
        }
      });

      it(`${role}: each takes any string literally, or refuses it by name`, async () => {
        const cases = fc
          .constantFrom(...(await leavesOf(role)))
          .chain((leaf) => fc.tuple(fc.constant(leaf), anyString));
        await fc.assert(
          fc.asyncProperty(cases, async ([leaf, value]) => {
            await judgeValue(leaf, value);
          }),
          { numRuns: runs, seed: 8 },
        );
      });
    }
  });

  describe('on a real host', () => {
    const base = '/srv/trueup-hostile';
    let bed: TestBed;
    before(async function () {
      bed = await TestBed.connect(await freshHost.call(this));
      await bed.run(sh`rm -rf ${base}; mkdir -m 755 ${base}`);
    });
    after(async () => {
      // oxlint-disable-next-line typescript/no-unnecessary-condition -- `before` may have skipped the suite
      if (!bed) return;
      await bed.run(
        sh`rm -rf ${base} /etc/systemd/system/trueup-hostile.service; systemctl daemon-reload; rm -f /pwned`,
      );
      await bed.close();
    });
    const bytes = async (script: Script): Promise<string> =>
      Buffer.from(await bed.run(sh`${script} | base64 -w0`), 'base64').toString('utf8');

    it('any string arrives byte for byte as a path, a content and a secret', async () => {
      const texts = [
        ...nastyStrings.filter((text) => !text.includes('\0')),
        ...fc.sample(anyText, { numRuns: runs, seed: 8 }),
      ];
      const files = texts.map((content, at) => {
        const name = `${at}${Buffer.from(content.replaceAll('/', '|')).subarray(0, 200).toString('utf8').replaceAll('\uFFFD', '')}`;
        return { path: `${base}/${name}`, content };
      });
      await bed.converge(
        files.flatMap(({ path, content }, at) => [
          file({ path, content }),
          file({ path: `${base}/secret-${at}`, content: new Secret(content), mode: '0600' }),
        ]),
      );
      const found = await bytes(
        sh`for path in ${files.map(({ path }) => path)}; do cat <"$path"; printf '\0'; done`,
      );
      assert.deepEqual(found.split('\0').slice(0, -1), texts);
      const secrets = await bytes(
        sh`for path in ${files.map((_, at) => `${base}/secret-${at}`)}; do cat <"$path"; printf '\0'; done`,
      );
      assert.deepEqual(secrets.split('\0').slice(0, -1), texts);
    });

    it('any string arrives byte for byte as a unit’s argument and variable, open or secret', async () => {
      const all = [...nastyStrings, ...fc.sample(anyText, { numRuns: runs, seed: 9 })];
      const lines = all.filter((text) => !/[\u0000-\u001f\u007f]/.test(text));
      const secrets = all.filter((text) => !text.includes('\0'));
      const named = (prefix: string, texts: readonly string[]): [string, string][] =>
        texts.map((text, at) => [`${prefix}${at}`, text]);
      const environment = named('OPEN', lines).map(([name, text]) => quoteVariable(name, text));
      const hidden = named('HIDDEN', secrets).map(([name, text]) => [name, new Secret(text)] as const);
      await bed.converge([
        file({
          path: `${base}/secret.env`,
          content: secretEnvironment(Object.fromEntries(hidden)),
          mode: '0600',
        }),
        unit({
          name: 'trueup-hostile.service',
          content: `[Service]
Type=oneshot
EnvironmentFile=${base}/secret.env
${environment.map((one) => `Environment=${one}`).join('\n')}
ExecStart=${quoteCommand('x', ['/bin/sh', '-c', `printf '%s\\0' "$@" >${base}/arguments; env -0 >${base}/environment`, 'sh', ...lines])}
`,
        }),
      ]);
      await bed.run(sh`systemctl start trueup-hostile.service`);
      assert.deepEqual((await bytes(sh`cat ${base}/arguments`)).split('\0').slice(0, -1), lines);
      const found = (await bytes(sh`cat ${base}/environment`)).split('\0');
      for (const [name, text] of [...named('OPEN', lines), ...named('HIDDEN', secrets)])
        assert.ok(found.includes(`${name}=${text}`), `${name} is not ${JSON.stringify(text)}`);
      assert.equal(await bed.run(sh`ls /pwned 2>/dev/null || true`), '');
    });
  });
});

function put(path: string, lying: Lying): void {
  mkdirSync(dirname(path), { recursive: true });
  if (typeof lying === 'string' || lying instanceof Uint8Array) writeFileSync(path, lying);
  else execFileSync('sh', ['-euc', lying.made, 'sh', path], { stdio: ['ignore', 'ignore', 'pipe'] });
}

function judge(said: readonly string[], says: RegExp | undefined): void {
  assert.equal(said.length > 0, says !== undefined, said.join('\n'));
  for (const one of said) {
    assert.doesNotMatch(one, /^DEFECT (?!Error: is )/);
    if (says) assert.match(one, says);
  }
}
