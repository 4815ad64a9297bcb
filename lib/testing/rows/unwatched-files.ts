// A service must watch the files of its role that it reads at start; otherwise, changes wait for a manual restart.
import type { Declared } from '../../compile/compile-host.js';
import type { Resource } from '../../model/resource.js';
import { watchesOf, type ServiceWant } from '../../resources/services/service-want.js';
import { sh } from '../../shell/sh.js';
import type { HostBed } from '../try-resource-on-host.js';
import { filesOpened } from '../reads/files-opened.js';
import type { Finding } from '../report-row.js';
import type { Runs } from '../stage/engine-runs.js';
import type { Subject } from '../subject.js';
import type { Tried } from '../discovered-cases.js';
import { bad, counted } from './finding-texts.js';

/** Every program reads these through the C library; no service is restarted for them. */
const everybodys =
  /^\/etc\/(passwd|group|shadow|gshadow|hosts|hostname|localtime|timezone|nsswitch\.conf|resolv\.conf)$/;

/** Restarts each service of the roles under test, and finds out which files of its role are read meanwhile. */
export async function readsAreWatched(runs: Runs, subject: Subject): Promise<Finding> {
  const cases: Tried[] = [];
  for (const { name } of runs.stage.fleet.hosts)
    cases.push(...(await runs.onHost(name, (bed, declared) => readsOn(name, bed, declared, subject))));
  return { figures: counted(cases.length, 'file read', 'files read'), cases };
}

/** The same on one host. */
export async function readsOn(
  host: string,
  bed: HostBed,
  declared: readonly Declared[],
  subject: Pick<Subject, 'roles' | 'unwatched'>,
): Promise<readonly Tried[]> {
  const cases: Tried[] = [];
  for (const role of subject.roles) {
    const own = declared.filter((one) => one.role === role);
    for (const service of runningOf(own))
      cases.push(...(await judge(bed, host, role, service, declared, subject)));
  }
  return cases;
}

function runningOf(declared: readonly Declared[]): readonly ServiceWant[] {
  return declared.flatMap(({ resource: { type, want } }) =>
    type.type === 'service' && (want as ServiceWant).running ? [want as ServiceWant] : [],
  );
}

async function judge(
  bed: HostBed,
  host: string,
  role: string,
  service: ServiceWant,
  declared: readonly Declared[],
  { unwatched = {} }: Pick<Subject, 'unwatched'>,
): Promise<readonly Tried[]> {
  const files = declared.filter((one) => one.role === role).flatMap(({ resource }) => filesOf(resource));
  if (files.length === 0) return [];
  // Files that are read without a restart belong to another program.
  const others = await filesOpened(bed, files, sh`:`);
  const read = await filesOpened(bed, files, sh`systemctl restart ${service.unit}`);
  const along = await restartedWith(bed, service.unit, runningOf(declared));
  const watched = new Set(
    [service, ...along]
      .flatMap((one) => watchersOf(one, declared))
      .flatMap(({ type, want }) => type.paths?.(want) ?? []),
  );
  return read
    .filter((path) => !others.includes(path) && !(path in unwatched))
    .map((path) => {
      const title = `${host}: ${service.unit} watches ${path}`;
      if (watched.has(path)) return { title };
      const resource = declared.find((one) => one.resource.want === service)?.resource.id;
      const found = bad(
        title,
        `role ${role}: service ${service.unit} reads ${path} when it starts, but doesn't watch it, so changes to the file have no effect; add the file to reloadOn or restartOn`,
      );
      return resource === undefined ? found : { resource, ...found };
    });
}

/** The services that are restarted along with the unit, and then read their own files, such as a socket's service. */
async function restartedWith(
  bed: HostBed,
  unit: string,
  services: readonly ServiceWant[],
): Promise<readonly ServiceWant[]> {
  const said = await bed.run(
    sh`systemctl show --value -p RequiredBy -p BoundBy -p ConsistsOf -p Triggers ${unit}`,
  );
  const names = said.split(/\s+/);
  return services.filter((one) => names.includes(one.unit));
}

/** Regular files that the resource manages. A unit's own files are left out, because systemd reads them. */
function filesOf({ type, want }: Resource): readonly string[] {
  if (/^(service|systemd\.unit|apt\..*|user|group|directory|link|absent)$/.test(type.type)) return [];
  return (type.paths?.(want) ?? []).filter((path) => !everybodys.test(path));
}

/** What the service watches, or what an effect verifies. */
function watchersOf(service: ServiceWant, declared: readonly Declared[]): readonly Resource[] {
  const effects = declared.flatMap(({ resource: { type, want } }) =>
    type.watch?.afterwards ? type.watch.on(want) : [],
  );
  return [...watchesOf(service), ...effects];
}
