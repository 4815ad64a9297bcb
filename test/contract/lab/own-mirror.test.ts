// Hosts of a mirror that is signed with its own key trust that key, and no image is built without it.
import assert from 'node:assert/strict';
import { sshArguments } from '../../../lib/lab/hosts/login-ready.js';
import { labDown } from '../../../lib/lab/lab-down.js';
import { withLabLock } from '../../../lib/lab/lab-lock.js';
import { labUp } from '../../../lib/lab/lab-up.js';
import { runProgram } from '../../../lib/lab/programs/run-program.js';
import { imageRecipe } from '../../../lib/lab/settings/image-recipe.js';
import { chosenMirror, type MirrorChoice } from '../../mirror/chosen-mirror.js';
import { startSmallMirror } from '../../mirror/small-mirror.js';
import { one, quickTestLab as lab, wish } from './test-lab.js';

const quiet = (): void => undefined;

describe('a mirror with its own key', function () {
  this.timeout(300_000);
  let mirror: MirrorChoice = {};
  let stop: (() => Promise<void>) | undefined;

  before(async function () {
    if (process.getuid?.() !== 0) this.skip();
    mirror = chosenMirror();
    if (mirror.keyring !== undefined) return;
    const started = await startSmallMirror();
    ({ stop } = started);
    mirror = { mirror: started.mirror, keyring: started.keyring };
  });
  after(async () => {
    await withLabLock(lab, () => labDown(lab, false, quiet));
    await stop?.();
  });

  const up = (recipe: MirrorChoice): Promise<void> =>
    withLabLock(lab, () => labUp(lab, { ...wish, hosts: [one], recipe: imageRecipe(recipe) }, quiet));

  it('is trusted by hosts: apt updates its lists, and installs from it and from Debian’s security archive', async () => {
    await up(mirror);
    const words =
      'sudo apt-get -o APT::Update::Error-Mode=any update && sudo apt-get install --yes sl && apt-cache policy';
    const said = await runProgram('ssh', [...sshArguments(lab, one), words]);
    assert.ok(said.includes(`${mirror.mirror ?? ''} trixie/main`), said);
    assert.match(said, /debian-security trixie-security\/main/);
    assert.match(said, /Setting up sl /);
  });

  it('whose key isn’t named makes no image, and the error says which signature is meant', async () => {
    await assert.rejects(up({ mirror: mirror.mirror ?? '' }), {
      code: 'E_LAB',
      output: /NO_PUBKEY|Missing key [\s\S]*is not signed/,
    });
  });
});
