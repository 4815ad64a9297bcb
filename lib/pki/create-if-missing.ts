// Tells a file that isn't there from one that can't be read: only the first may be made.
import { TrueupError } from '../model/trueup-error.js';

/** For `.catch`: gives `instead` where the file is missing; throws E_INPUT for any other error. */
export function onlyWhereMissing<T>(path: string, instead: T): (error: unknown) => T {
  return (error) => {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return instead;
    throw new TrueupError('E_INPUT', `${path}: could not be read: ${code || message}`, {
      hint: 'The file may exist, so trueup does not create it again: make it readable for the user who runs trueup.',
      cause: error,
    });
  };
}
