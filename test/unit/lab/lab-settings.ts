// A lab that exists only in tests.
import type { LabSettings } from '../../../lib/lab/settings/lab-settings.js';

export const lab: LabSettings = {
  bridge: 'br0',
  network: '192.0.2.0/24',
  gateway: '192.0.2.1',
  nftTable: 'some_lab',
  machinePrefix: 'x-',
  stateFolder: '/state',
  cacheFolder: '/cache',
  cachePort: 3142,
};
