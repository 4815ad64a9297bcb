// The host role's variables: a section for each kind of resource.
import { Type, type Static } from '../../lib/kit.js';
import { accountVars } from './accounts.js';
import { commandVars } from './commands.js';
import { containerVars } from './containers.js';
import { editVars } from './edits.js';
import { fileVars } from './files.js';
import { kernelVars } from './kernel.js';
import { localeVars } from './locales.js';
import { openingVars } from './openings.js';
import { packageVars } from './packages.js';
import { scheduleVars } from './schedules.js';
import { serviceVars } from './services.js';
import { sourceVars } from './sources.js';
import { storageVars } from './storage.js';
import { systemVars } from './system.js';

/** JSON Schema of the role's variables. */
export const vars = Type.Object(
  {
    ...packageVars,
    ...accountVars,
    ...storageVars,
    ...sourceVars,
    ...fileVars,
    ...editVars,
    ...localeVars,
    ...kernelVars,
    ...systemVars,
    ...containerVars,
    ...serviceVars,
    ...scheduleVars,
    ...openingVars,
    ...commandVars,
  },
  { additionalProperties: false },
);

/** The role's variables. */
export type HostVars = Static<typeof vars>;
