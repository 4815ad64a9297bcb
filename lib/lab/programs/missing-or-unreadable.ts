// Distinguishes what doesn't exist from what could not be checked: only what doesn't exist may be created (again).
import { TrueupError } from '../../model/trueup-error.js';

const tooManyFiles = new Set(['EMFILE', 'ENFILE']);

/** For `.catch`: returns `instead` if the path doesn't exist; throws E_LAB for any other error. */
export function whenMissing<T>(path: string, instead: T): (error: unknown) => T {
  return (error) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return instead;
    throw couldNotLook(path, error);
  };
}

/** The error for a path or program that could not be checked, so that nothing may be concluded about it. */
export function couldNotLook(what: string, error: unknown): TrueupError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return new TrueupError('E_LAB', `lab: could not check ${what}: ${code || message}`, {
    hint: tooManyFiles.has(code)
      ? 'Too many files are open. Raise the limit (ulimit -n 4096) and try again. The hosts were not changed.'
      : 'The hosts were not changed. Run the command as root, and check that the disk can be read.',
    cause: error,
  });
}
