// The image of a release.
import { imageRecipe, type ImageRecipe } from '../../lab/settings/image-recipe.js';
import { releases } from '../../platform/releases.js';

/** Where images are made from, if not from the distribution's own archive. */
export interface ImageSource {
  readonly mirror?: string;
  readonly keyring?: string;
  /** Whether to accept an expired index. */
  readonly allowExpired?: boolean;
}

/** `trixie`, `noble`; Debian's stable release if none is named. Throws E_INPUT for a name that can't be one. */
export function recipeOf(release: string | undefined, source: ImageSource): ImageRecipe {
  if (release === undefined) return imageRecipe(source);
  const distro = releases.find(({ codename }) => codename === release)?.id ?? 'debian';
  return imageRecipe({ ...source, suite: release, distro });
}
