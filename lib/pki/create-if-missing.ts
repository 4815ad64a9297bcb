// Distinguishes a missing file from an unreadable one: only a missing file may be created.
import { TrueupError } from '../model/trueup-error.js';

/** For `.catch`: returns `instead` if the file is missing; throws E_INPUT for any other error. */
export function onlyWhereMissing<T>(path: string, instead: T): (error: unknown) => T {
  return (error) => {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return instead;
    throw new TrueupError('E_INPUT', `${path}: could not be read: ${code || message}`, {
      hint: 'The file may exist, so trueup does not create it again. Make it readable by the user who runs trueup.',
      cause: error,
    });
  };
}
