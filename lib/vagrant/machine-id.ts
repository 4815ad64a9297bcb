// The id that Vagrant gives a machine that it created: a new one each time it creates the machine.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A short id of the machine behind a box; undefined if Vagrant's folder contains none. */
export function machineId(data: string, box: string): string | undefined {
  const folder = join(data, 'machines', box);
  const ids = entries(folder).flatMap((provider) => {
    try {
      return [readFileSync(join(folder, provider, 'id'), 'utf8')];
    } catch {
      return []; // this provider has made none
    }
  });
  if (ids.length === 0) return undefined;
  return createHash('sha256').update(ids.join('\n')).digest('hex').slice(0, 12);
}

function entries(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
