// The results of tests as JUnit XML: a suite per role and release, and a test case per row and per case of a row.
import { troubleOf } from '../engine/error-outcome.js';
import { junitXml, type JunitCase, type JunitTrouble } from '../report/junit-xml.js';
import { reportTitle, type RoleReport } from './role-report.js';
import type { Row } from './report-row.js';
import type { Tried } from './discovered-cases.js';
import { faultLines } from './rows/finding-texts.js';

/** The whole file. */
export function junitOf(reports: readonly RoleReport[]): string {
  const suites = reports.map(
    (report) => [reportTitle(report), report.rows.flatMap((row) => casesOf(report.role, row))] as const,
  );
  return junitXml(new Map(suites), 'trueup test');
}

function casesOf(role: string, row: Row): readonly JunitCase[] {
  const { id, title, seconds, cases = [], fault, skipped } = row;
  const own: JunitCase = {
    ...{ classname: `${role}.${id}`, name: title, seconds },
    ...(fault !== undefined && { trouble: failure({ fault }) }),
    ...(skipped !== undefined && {
      trouble: { kind: 'skipped' as const, text: skipped, type: 'E_SKIPPED' },
    }),
  };
  return [
    own,
    ...cases.map((one) => ({
      ...{ classname: `${role}.${id}`, name: one.title, seconds: 0 },
      ...(one.fault !== undefined && { trouble: failure(one) }),
      ...(one.untried !== undefined && {
        trouble: { kind: 'skipped' as const, text: one.untried, type: 'E_SKIPPED' },
      }),
    })),
  ];
}

function failure(one: Partial<Tried>): JunitTrouble {
  return { kind: 'failure', text: faultLines(one).join('\n'), type: troubleOf(one.fault).code };
}
