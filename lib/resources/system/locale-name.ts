// Names of locales: locale(7).
import { TrueupError } from '../../model/trueup-error.js';

/** The name. Throws E_INPUT if it is invalid. */
export function localeName(name: string): string {
  if (/^(C|POSIX|[a-z]{2,3}(_[A-Z]{2})?)(\.[A-Za-z0-9-]+)?(@[a-z]+)?$/.test(name)) return name;
  throw new TrueupError('E_INPUT', `${JSON.stringify(name)} is not a valid locale, such as de_DE.UTF-8`);
}

/**
 * The name as `locale -a` shows it: `de_DE.utf8`. Locales that a package installs on old releases (`C.UTF-8`) are an
 * exception.
 */
export function shownName(name: string): string {
  return name.replace(/\.[^@]*/, (codeset) => `.${codeset.replaceAll(/[^a-z0-9]/gi, '').toLowerCase()}`);
}
