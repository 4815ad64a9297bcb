// The image of a release.
import { imageRecipe, type ImageRecipe } from '../../lab/settings/image-recipe.js';
import { releases } from '../../platform/releases.js';

/** `trixie`, `noble`; Debian's stable release where none is named. Throws E_INPUT for a name that can't be one. */
export function recipeOf(release: string | undefined): ImageRecipe {
  if (release === undefined) return imageRecipe({});
  const distro = releases.find(({ codename }) => codename === release)?.id ?? 'debian';
  return imageRecipe({ suite: release, distro });
}
