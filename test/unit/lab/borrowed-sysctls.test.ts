import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { borrowSysctls, returnSysctls } from '../../../lib/lab/network/borrowed-sysctls.js';
import type { LabSettings } from '../../../lib/lab/settings/lab-settings.js';
import { lab } from './lab-settings.js';

const forwarding = 'net/ipv4/ip_forward';
const before = {
  [forwarding]: '0',
  'fs/inotify/max_user_instances': '128',
  'fs/inotify/max_user_watches': '99999',
};

describe('the kernel settings of labs', () => {
  let folder = '';
  let places = { kernel: '', notes: '' };
  const quiet = (): void => undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trueup-sysctls-'));
    places = { kernel: join(folder, 'sys'), notes: join(folder, 'notes') };
    for (const [name, value] of Object.entries(before)) await set(name, value);
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function set(name: string, value: string): Promise<void> {
    await mkdir(dirname(join(places.kernel, name)), { recursive: true });
    await writeFile(join(places.kernel, name), `${value}\n`);
  }
  async function now(): Promise<Record<string, string>> {
    const values = Object.keys(before).map(async (name) => {
      const text = await readFile(join(places.kernel, name), 'utf8');
      return [name, text.trim()] as const;
    });
    return Object.fromEntries(await Promise.all(values));
  }
  async function named(name: string): Promise<LabSettings> {
    const stateFolder = join(folder, name);
    await mkdir(stateFolder, { recursive: true });
    return { ...lab, bridge: name, stateFolder };
  }
  const raised = { ...before, [forwarding]: '1', 'fs/inotify/max_user_instances': '1024' };

  it('are raised where they are too low, and are back as they were after one lab', async () => {
    const said: string[] = [];
    await borrowSysctls(await named('a'), (text) => said.push(text), places);
    assert.deepEqual(await now(), raised);
    assert.equal(said[0], 'net.ipv4.ip_forward: changed from 0 to 1 until the lab is taken down');
    assert.equal(said.length, 2);
    const returned = await returnSysctls(await named('a'), places);
    assert.deepEqual(returned, [
      'net.ipv4.ip_forward restored to 0',
      'fs.inotify.max_user_instances restored to 128',
    ]);
    assert.deepEqual(await now(), before);
    assert.equal(existsSync(places.notes), false);
  });

  for (const [first, last] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    it(`stay while another lab needs them, and the last one returns them: ${first} before ${last}`, async () => {
      await borrowSysctls(await named('a'), quiet, places);
      await borrowSysctls(await named('b'), quiet, places);
      assert.deepEqual(await returnSysctls(await named(first), places), []);
      assert.deepEqual(await now(), raised);
      assert.equal((await returnSysctls(await named(last), places)).length, 2);
      assert.deepEqual(await now(), before);
    });
  }

  it('are returned to what was there before the first, though a lab goes up twice', async () => {
    for (const name of ['a', 'b', 'a']) await borrowSysctls(await named(name), quiet, places);
    await returnSysctls(await named('a'), places);
    await returnSysctls(await named('b'), places);
    assert.deepEqual(await now(), before);
  });

  it('stay as somebody else has set them since', async () => {
    await borrowSysctls(await named('a'), quiet, places);
    await set('fs/inotify/max_user_instances', '8192');
    await borrowSysctls(await named('b'), quiet, places);
    await returnSysctls(await named('a'), places);
    await returnSysctls(await named('b'), places);
    assert.deepEqual(await now(), { ...before, 'fs/inotify/max_user_instances': '8192' });
  });

  it('are not kept for a lab whose folder is gone', async () => {
    await borrowSysctls(await named('a'), quiet, places);
    await borrowSysctls(await named('b'), quiet, places);
    await rm(join(folder, 'a'), { recursive: true });
    await returnSysctls(await named('b'), places);
    assert.deepEqual(await now(), before);
  });

  it('are right when labs come and go at the same time', async () => {
    const labs = await Promise.all(['a', 'b', 'c', 'd'].map(named));
    await Promise.all(labs.map((one) => borrowSysctls(one, quiet, places)));
    assert.deepEqual(await now(), raised);
    const returned = await Promise.all(labs.map((one) => returnSysctls(one, places)));
    assert.equal(returned.flat().length, 2);
    assert.deepEqual(await now(), before);
  });
});
