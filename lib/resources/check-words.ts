// What a want may hold: paths, modes and account names that mean one thing only.
import { TrueupError } from '../model/trueup-error.js';

function refuse(value: string, why: string): never {
  throw new TrueupError('E_INPUT', `${JSON.stringify(value)} ${why}`);
}

/** Absolute, with no empty, `.` or `..` part and no slash at the end; throws E_INPUT for any other. */
export function checkPath(path: string): void {
  const parts = path.split('/').slice(1);
  const clean = path.startsWith('/') && parts.every((part) => !['', '.', '..'].includes(part));
  if (!clean) refuse(path, 'is not an absolute path without empty, `.` and `..` parts');
}

/** Four octal digits, as `0644`; throws E_INPUT for any other. */
export function checkMode(mode = '0644'): void {
  if (!/^[0-7]{4}$/.test(mode)) refuse(mode, 'is not a mode of four octal digits, such as 0644');
}

/** A name as useradd(8) takes it; throws E_INPUT for any other. */
export function checkAccountName(name: string): void {
  if (!/^[a-z_][a-z0-9_.-]{0,31}$/i.test(name)) refuse(name, 'is not a valid user or group name');
}

/** A name or a number, as chown(1) takes it; throws E_INPUT for any other. */
export function checkOwner(owner = 'root'): void {
  if (!/^[0-9]+$/.test(owner)) checkAccountName(owner);
}

/** Throws E_INPUT where the text can't stand in one field of passwd(5). */
export function checkField(text = ''): void {
  if (/[:\n]/.test(text)) refuse(text, 'contains a colon or line break, which passwd(5) does not allow');
}
