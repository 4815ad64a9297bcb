// Where the tests take MySQL from.
import { repository } from '../../lib/kit.js';
import { imageRecipe } from '../../lib/lab/settings/image-recipe.js';
import { chosenMirror } from '../mirror/chosen-mirror.js';

const { mirror, hostsKeyring } = imageRecipe(chosenMirror());

/** Debian has MySQL in sid only. Its index may be past its date. */
export const sid = repository({
  name: 'trueup-sid',
  uris: [mirror],
  ...(hostsKeyring !== undefined && { signedBy: hostsKeyring }),
  suites: ['sid'],
  components: ['main'],
  checkValidUntil: false,
  pin: [
    {
      packages: 'mysql-* gcc-16-base libstdc++6 libtcmalloc-minimal4t64 libgoogle-perftools4t64 libicu78',
      priority: 990,
    },
    { packages: '*', priority: 1 },
  ],
});
