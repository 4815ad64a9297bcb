// Names of systemd units, as in systemd.unit(5).
import { TrueupError } from '../../model/trueup-error.js';

const unitName = /^[\w:.\\@-]+\.(service|socket|timer|path|mount|automount|swap|target|slice)$/;

/** The name, with `.service` if it has no suffix. Throws E_INPUT for an invalid unit name. */
export function checkUnit(name: string): string {
  const full = unitName.test(name) ? name : `${name}.service`;
  if (unitName.test(full)) return full;
  throw new TrueupError('E_INPUT', `${JSON.stringify(name)} is not a valid systemd unit name`);
}
