// Everything that the roles under test declare is tampered with.
import { driftMatrix } from '../drift/drift-matrix.js';
import type { Finding } from '../report-row.js';
import type { Runs } from '../stage/engine-runs.js';
import type { Subject } from '../subject.js';
import type { Tried } from '../discovered-cases.js';
import { counted } from './finding-texts.js';

/** One host after the other, because a repair may need another host. */
export async function driftIsRepaired(runs: Runs, subject: Subject): Promise<Finding> {
  const cases: Tried[] = [];
  const { tamperings: most, seed, tamper } = subject;
  for (const { name } of runs.stage.fleet.hosts)
    cases.push(
      ...(await runs.onHost(name, async (bed, declared) => {
        const own = new Set(
          declared.flatMap(({ role, resource }) => (subject.roles.includes(role) ? [resource.id] : [])),
        );
        const only = ({ id, type }: { id: string; type: { schedule?: { phase?: string } } }): boolean =>
          own.has(id) && type.schedule?.phase !== 'reboot';
        const all = declared.map(({ resource }) => resource);
        const tried = await driftMatrix(name, bed, all, { most, seed, only, ...(tamper && { tamper }) });
        return tried.map((one) => ({ ...one, title: `${name}: ${one.title}` }));
      })),
    );
  const untried = cases.filter((one) => one.untried !== undefined);
  return {
    figures: counted(cases.length - untried.length, 'tampering'),
    cases,
    notes: untried.map((one) => `not tampered with: ${one.title} (add \`tamper\` to the role's test)`),
  };
}
