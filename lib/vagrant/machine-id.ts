// What Vagrant calls a machine that it made: another one each time it makes it.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A short name of the machine behind a box; nothing if Vagrant's folder doesn't tell. */
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
