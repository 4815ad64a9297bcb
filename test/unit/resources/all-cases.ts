// Every table of cases.
import { absentCases } from './absent/cases.js';
import { authorizedKeyCases } from './authorized-key/cases.js';
import { commandCases } from './command/cases.js';
import { directoryCases } from './directory/cases.js';
import { fileCases } from './file/cases.js';
import { groupCases } from './group/cases.js';
import { hostnameCases } from './hostname/cases.js';
import { hostsEntriesCases } from './hosts-entries/cases.js';
import { linkCases } from './link/cases.js';
import { nftablesCases } from './nftables/cases.js';
import type { ResourceCase } from './resource-case.js';
import { sysctlCases } from './sysctl/cases.js';
import { timezoneCases } from './timezone/cases.js';
import { userCases } from './user/cases.js';

export const allCases: readonly ResourceCase[] = [
  ...absentCases,
  ...authorizedKeyCases,
  ...commandCases,
  ...directoryCases,
  ...fileCases,
  ...groupCases,
  ...hostnameCases,
  ...hostsEntriesCases,
  ...linkCases,
  ...nftablesCases,
  ...sysctlCases,
  ...timezoneCases,
  ...userCases,
];
