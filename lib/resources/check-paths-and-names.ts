// Checks paths, modes and account names, which must be unambiguous.
import { TrueupError } from '../model/trueup-error.js';

function refuse(value: string, why: string): never {
  throw new TrueupError('E_INPUT', `${JSON.stringify(value)} ${why}`);
}

/** Throws E_INPUT unless the path is absolute, without empty, `.` or `..` parts and without a trailing slash. */
export function checkPath(path: string): void {
  const parts = path.split('/').slice(1);
  const clean = path.startsWith('/') && parts.every((part) => !['', '.', '..'].includes(part));
  if (!clean) refuse(path, 'is not an absolute path, or has an empty, `.` or `..` component');
}

/** Throws E_INPUT unless the mode is four octal digits, such as `0644`. */
export function checkMode(mode = '0644'): void {
  if (!/^[0-7]{4}$/.test(mode)) refuse(mode, 'is not a mode of four octal digits, such as 0644');
}

/** Throws E_INPUT unless useradd(8) accepts the name. */
export function checkAccountName(name: string): void {
  if (!/^[a-z_][a-z0-9_.-]{0,31}$/i.test(name)) refuse(name, 'is not a valid user or group name');
}

/** Throws E_INPUT unless the owner is a name or a number, as for chown(1). */
export function checkOwner(owner = 'root'): void {
  if (!/^[0-9]+$/.test(owner)) checkAccountName(owner);
}

/** Throws E_INPUT if the text can't be a field of passwd(5). */
export function checkField(text = ''): void {
  if (/[:\n]/.test(text)) refuse(text, 'contains a colon or line break, which passwd(5) does not allow');
}
