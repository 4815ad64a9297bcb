// The module that `trueup` resolves to in roles: the running program, whatever copies of it are installed.
import * as kit from '../kit.js';

/** What roles import from `trueup`; when trueup is used as a library, its other exports are added. */
export const ownModule: Record<string, unknown> = { ...kit };
