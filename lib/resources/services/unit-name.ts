// Names of systemd units, as systemd.unit(5) has them.
import { TrueupError } from '../../model/trueup-error.js';

const unitName = /^[\w:.\\@-]+\.(service|socket|timer|path|mount|automount|swap|target|slice)$/;

/** The name, with `.service` where it has no suffix. Throws E_INPUT for what can't name a unit. */
export function checkUnit(name: string): string {
  const full = unitName.test(name) ? name : `${name}.service`;
  if (unitName.test(full)) return full;
  throw new TrueupError('E_INPUT', `${JSON.stringify(name)} is not a valid systemd unit name`);
}
