// The lab that a bridge of this machine belongs to.
import { markIn } from '../settings/lab-owner.js';
import { stateFolderOf } from './borrowed-sysctls.js';

/** Undefined if the interface doesn't belong to a lab. */
export async function labWithBridge(bridge: string): Promise<
  | {
      readonly stateFolder: string;
      readonly project?: string;
      readonly network?: string;
    }
  | undefined
> {
  const stateFolder = await stateFolderOf(bridge);
  if (stateFolder === undefined) return undefined;
  const mark = await markIn(stateFolder);
  return { stateFolder, ...(mark && { project: mark.project, network: mark.lab.network }) };
}
