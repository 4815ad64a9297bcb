// Prepares a finding for a report: removes secrets, and adds where the resource of a failed case is declared.
import { realpathSync } from 'node:fs';
import { originOf } from '../compile/role-origin.js';
import type { Place } from '../model/fleet.js';
import { Secret } from '../model/secret.js';
import { redactError, redactorFor, type Redact } from '../report/redact.js';
import { makingOf } from '../resources/source-location.js';
import { ownFrames } from '../roles/frames-in-role-files.js';
import type { Finding, Part } from './report-row.js';
import type { Runs } from './stage/engine-runs.js';
import type { Subject } from './subject.js';

/** The part, with its findings prepared for a report. */
export function tellingWhere(part: Part, runs: Runs, { secrets }: Subject): Part {
  const redact = redactorFor(secrets.map((text) => new Secret(text)));
  return {
    ...part,
    run: async () => {
      const found = await part.run().catch((error: unknown) => {
        throw redactError(error, redact);
      });
      return located(redacted(found, redact), runs);
    },
  };
}

function redacted(found: Finding, redact: Redact): Finding {
  const { cases = [], notes = [] } = found;
  return {
    ...found,
    notes: notes.map(redact),
    cases: cases.map((one) => ({
      ...one,
      title: redact(one.title),
      ...(one.fault !== undefined && { fault: redactError(one.fault, redact) }),
    })),
  };
}

async function located(found: Finding, runs: Runs): Promise<Finding> {
  const { cases = [] } = found;
  if (cases.every(({ fault }) => fault === undefined)) return found;
  const places = await placesOf(runs).catch(() => new Map<string, Place>());
  return {
    ...found,
    cases: cases.map((one) => {
      const place = one.fault === undefined ? undefined : places.get(one.resource ?? '');
      return place === undefined ? one : { ...one, place };
    }),
  };
}

/** Resource → the line of a role's own file that declares it; resources of built-in roles are left out. */
async function placesOf(runs: Runs): Promise<ReadonlyMap<string, Place>> {
  const places = new Map<string, Place>();
  for (const { name } of runs.stage.fleet.hosts)
    await runs.onHost(name, (_, declared) => {
      for (const { resource, role: roleName } of declared) {
        const role = runs.options.roles.get(roleName);
        const folder = role && originOf(role)?.folder;
        if (folder === undefined) continue;
        const making = makingOf(resource);
        const frames = [...ownFrames(making, realpathSync(folder)), ...ownFrames(making, folder)];
        const place = frames[0]?.place;
        if (place) places.set(resource.id, { ...place, file: realpathSync(place.file) });
      }
      return Promise.resolve();
    });
  return places;
}
