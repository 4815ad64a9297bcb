// Distinguishes variables that trueup reads from those for other tools.
import { isConnectionVariable } from './connection-schema.js';

/** Whether it belongs to a role (`nginx` or `nginx.server_name`), or defines how to reach a host. */
export function isUsed(name: string, isRole: (name: string) => boolean): boolean {
  return isRole(name.split('.', 1)[0] ?? '') || isConnectionVariable(name);
}
