// Names of locales: locale(7).
import { TrueupError } from '../../model/trueup-error.js';

/** The name. Throws E_INPUT if it is invalid. */
export function localeName(name: string): string {
  if (/^(C|POSIX|[a-z]{2,3}(_[A-Z]{2})?)(\.[A-Za-z0-9-]+)?(@[a-z]+)?$/.test(name)) return name;
  throw new TrueupError('E_INPUT', `${JSON.stringify(name)} is not a valid locale, such as de_DE.UTF-8`);
}

/** As `locale -a` shows it, save those of old releases that a package brought (`C.UTF-8`): `de_DE.utf8`. */
export function shownName(name: string): string {
  return name.replace(/\.[^@]*/, (codeset) => `.${codeset.replaceAll(/[^a-z0-9]/gi, '').toLowerCase()}`);
}
