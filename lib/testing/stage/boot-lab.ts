// The labs of `trueup test`. Their hosts may run at the same time as those of `trueup lab` and of other tests.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { withLabLock } from '../../lab/lab-lock.js';
import { checkNetwork } from '../../lab/network/network-conflict.js';
import { whenMissing } from '../../lab/programs/missing-or-unreadable.js';
import { markIn } from '../../lab/settings/lab-owner.js';
import { theLab, type LabHost, type LabSettings } from '../../lab/settings/lab-settings.js';
import { TrueupError } from '../../model/trueup-error.js';

/** Maximum number of tests that run, or have left their hosts running, on one machine. */
const count = 8;

/** Shares the downloads and images with other labs, and nothing else. */
function proofLab(index: number): LabSettings {
  return {
    bridge: `trueup-proof${index}`,
    network: `198.19.${index}.0/24`,
    gateway: `198.19.${index}.1`,
    nftTable: `trueup_proof${index}`,
    machinePrefix: `tp${index}-`,
    stateFolder: `${theLab.stateFolder}-proof${index}`,
    cacheFolder: theLab.cacheFolder,
    cachePort: 3151,
  };
}

const labs: readonly LabSettings[] = Array.from({ length: count }, (_, index) => proofLab(index));

/**
 * Does the work in a lab that is in use neither by another test nor by another project that has left its hosts running.
 * Throws E_LOCKED if there is none.
 */
export async function withProofLab<T>(project: string, work: (lab: LabSettings) => Promise<T>): Promise<T> {
  const reasons: string[] = [];
  for (const lab of labs) {
    let begun = false as boolean;
    try {
      return await withLabLock(lab, async () => {
        await checkFree(lab, project);
        begun = true;
        return work(lab);
      });
    } catch (error) {
      if (begun || !(error instanceof TrueupError)) throw error;
      reasons.push(error.message);
    }
  }
  throw new TrueupError('E_LOCKED', `test: all ${count} test labs are in use`, {
    output: reasons.join('\n'),
    hint: 'Wait for another test to finish, or run trueup lab --test down in the project of a test that left its hosts running.',
  });
}

/** Throws E_LAB if another project, or something else on this machine, uses the lab. */
async function checkFree(lab: LabSettings, project: string): Promise<void> {
  const mark = await markIn(lab.stateFolder);
  if (mark !== undefined && mark.project !== project)
    throw new TrueupError(
      'E_LAB',
      `the lab ${lab.network} contains hosts from a test of the project ${mark.project}`,
    );
  await checkNetwork(lab, []);
}

/** The file that lists the hosts of a test. */
export function hostsFile({ stateFolder }: LabSettings): string {
  return join(stateFolder, 'hosts.json');
}

/** The hosts that the project's last test left, with their lab. Throws E_LAB if it left none. */
export async function lastTestOf(
  project: string,
): Promise<{ readonly lab: LabSettings; readonly hosts: readonly LabHost[] }> {
  const left = await Promise.all(
    labs.map(async (lab) => {
      const file = hostsFile(lab);
      const found = await stat(file).catch(whenMissing(file, undefined));
      const owner = found && (await markIn(lab.stateFolder))?.project;
      return owner === project ? [{ lab, file, since: found?.mtimeMs ?? 0 }] : [];
    }),
  );
  const last = left.flat().sort((one, other) => other.since - one.since)[0];
  if (last)
    return { lab: last.lab, hosts: JSON.parse(await readFile(last.file, 'utf8')) as readonly LabHost[] };
  throw new TrueupError('E_LAB', 'lab --test: no test of this project left its hosts running', {
    hint: 'To keep the hosts of a test running, use `trueup test --keep`.',
  });
}
