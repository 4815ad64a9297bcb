// This machine as a host: what every transport promises. Nothing on it is changed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bareHost } from '../../local-transport.js';
import { channelContract } from '../ssh/transport-contract.js';

describe('the local transport', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'trueup-test-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  channelContract(
    'local',
    () => bareHost('box', { transport: 'local' }).connection,
    () => folder,
  );
});
