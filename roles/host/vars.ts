// The host role's variables: a section for each kind of thing.
import { Type, type Static } from '../../lib/kit.js';
import { accountVars } from './accounts.js';
import { commandVars } from './commands.js';
import { editVars } from './edits.js';
import { fileVars } from './files.js';
import { openingVars } from './openings.js';
import { packageVars } from './packages.js';
import { scheduleVars } from './schedules.js';
import { serviceVars } from './services.js';
import { storageVars } from './storage.js';
import { systemVars } from './system.js';

/** JSON Schema of the role's variables. */
export const vars = Type.Object(
  {
    ...packageVars,
    ...accountVars,
    ...storageVars,
    ...fileVars,
    ...editVars,
    ...systemVars,
    ...serviceVars,
    ...scheduleVars,
    ...openingVars,
    ...commandVars,
  },
  { additionalProperties: false },
);

/** The role's variables. */
export type HostVars = Static<typeof vars>;
