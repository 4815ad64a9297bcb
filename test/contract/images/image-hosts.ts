// The image tests' hosts, raised for the first test that wants them and taken down after the last.
import { labPaths } from '../../../lib/lab/settings/lab-paths.js';
import { labUser, type LabHost } from '../../../lib/lab/settings/lab-settings.js';
import type { Connection } from '../../../lib/model/fleet.js';
import { TestBed } from '../test-bed.js';
import { freshImage, imageHosts, imagesLab, lowerImagesLab, raiseImagesLab } from './images-lab.js';

let raised: Promise<void> | undefined;

/** How the lab's user gets in. */
export function connectionTo(host: LabHost): Connection {
  const paths = labPaths(imagesLab);
  return {
    transport: 'auto',
    host: host.address,
    user: labUser,
    privateKeyFile: paths.key,
    knownHostsFile: paths.knownHosts,
    configFile: 'none',
    connectTimeoutSeconds: 20,
    become: true,
    becomeUser: 'root',
  };
}

/**
 * The hosts as on their first day. Call it in a `before` hook: `await bareImages.call(this)`; without root it skips the
 * suite.
 */
export async function bareImages(this: Mocha.Context): Promise<typeof imageHosts> {
  if (process.getuid?.() !== 0) this.skip();
  this.timeout(900_000);
  if (raised) {
    await raised;
    await freshImage(...imageHosts);
  } else {
    raised = raiseImagesLab();
    await raised;
  }
  return imageHosts;
}

/** A shell on a host. */
export function bedOn(host: LabHost): Promise<TestBed> {
  return TestBed.connect(connectionTo(host));
}

after(async function () {
  if (raised) await lowerImagesLab();
});
