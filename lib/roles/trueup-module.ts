// The module that `trueup` resolves to in roles: the running program, whatever copies of it are installed.
import * as kit from '../kit.js';

/** What roles are made of; a program that uses trueup as a library adds the rest of what it imports. */
export const ownModule: Record<string, unknown> = { ...kit };
