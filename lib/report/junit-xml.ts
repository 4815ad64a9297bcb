// Results of checks as JUnit XML, as CI systems read it.

export interface JunitCase {
  /** `host.role`. */
  readonly classname: string;
  readonly name: string;
  readonly seconds: number;
  /** Absent if the case passed. */
  readonly trouble?: JunitTrouble;
}

/** `failure`: the check failed; `error`: it could not be carried out; `skipped`: it was skipped or interrupted. */
export interface JunitTrouble {
  readonly kind: 'failure' | 'error' | 'skipped';
  readonly text: string;
  /** Error code. */
  readonly type: string;
}

/** One `testsuite` per host. Valid for the schemas of GitLab and Jenkins: `testsuites` has no attribute `skipped`. */
export function junitXml(suites: ReadonlyMap<string, readonly JunitCase[]>, name = 'trueup verify'): string {
  const all = [...suites.values()].flat();
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escaped(name)}" ${sums(all)}>`,
    ...[...suites].flatMap(([host, cases]) => [
      `  <testsuite name="${escaped(host)}" ${sums(cases)} skipped="${count(cases, 'skipped')}">`,
      ...cases.map(testcase),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

function count(cases: readonly JunitCase[], kind: JunitTrouble['kind']): number {
  return cases.filter(({ trouble }) => trouble?.kind === kind).length;
}

function sums(cases: readonly JunitCase[]): string {
  const seconds = cases.reduce((sum, one) => sum + one.seconds, 0);
  const [failures, errors] = [count(cases, 'failure'), count(cases, 'error')];
  return `tests="${cases.length}" failures="${failures}" errors="${errors}" time="${seconds.toFixed(3)}"`;
}

function testcase({ classname, name, seconds, trouble }: JunitCase): string {
  const head = `    <testcase classname="${escaped(classname)}" name="${escaped(name)}" time="${seconds.toFixed(3)}"`;
  if (!trouble) return `${head}/>`;
  const { kind, type } = trouble;
  const text = escaped(trouble.text);
  return `${head}><${kind} message="${text}" type="${escaped(type)}">${text}</${kind}></testcase>`;
}

/** XML 1.0 forbids most control characters, even escaped ones. Unescaped line breaks in attributes would be lost. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\t\n\r]/g, (char) => `&#${char.charCodeAt(0)};`);
}
