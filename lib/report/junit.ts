// Results of checks as JUnit XML, as CI systems read it.

export interface JunitCase {
  /** `host.role`. */
  readonly classname: string;
  readonly name: string;
  readonly seconds: number;
  /** What was found instead; absent where it passed. */
  readonly failure?: string;
}

/** One `testsuite` per host. */
export function junitXml(suites: ReadonlyMap<string, readonly JunitCase[]>): string {
  const all = [...suites.values()].flat();
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="trueup verify" ${sums(all)}>`,
    ...[...suites].flatMap(([host, cases]) => [
      `  <testsuite name="${escaped(host)}" ${sums(cases)} skipped="0">`,
      ...cases.map(testcase),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

function sums(cases: readonly JunitCase[]): string {
  const failures = cases.filter(({ failure }) => failure !== undefined).length;
  const seconds = cases.reduce((sum, one) => sum + one.seconds, 0);
  return `tests="${cases.length}" failures="${failures}" errors="0" time="${seconds.toFixed(3)}"`;
}

function testcase({ classname, name, seconds, failure }: JunitCase): string {
  const head = `    <testcase classname="${escaped(classname)}" name="${escaped(name)}" time="${seconds.toFixed(3)}"`;
  if (failure === undefined) return `${head}/>`;
  const text = escaped(failure);
  return `${head}><failure message="${text}" type="E_CHECK">${text}</failure></testcase>`;
}

/** XML 1.0 has no place for most control characters, not even escaped; attributes would lose line ends. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\t\n\r]/g, (char) => `&#${char.charCodeAt(0)};`);
}
