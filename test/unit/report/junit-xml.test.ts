// JUnit XML, read back by a strict parser.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { junitXml, type JunitCase, type JunitTrouble } from '../../../lib/report/junit-xml.js';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

/** Throws if it isn't well-formed. */
function parse(xml: string): readonly Element[] {
  const all: Element[] = [];
  const open: Element[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes, text: '' };
    all.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element) element.text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  return all;
}

const nasty = `<&>"' ]]> <!-- \u0000\u0007\u001b[2J\ud800 \ufffe ünï\u{1f600}\nline two\ttab\r\n`;
const bad = (kind: JunitTrouble['kind'], type: string): JunitTrouble => ({ kind, text: nasty, type });
const cases: readonly JunitCase[] = [
  { classname: 'web1.nginx', name: 'answers', seconds: 0.25 },
  { classname: 'web1.base', name: nasty, seconds: 1, trouble: bad('failure', 'E_CHECK') },
  { classname: 'web1.base', name: 'is reached', seconds: 0, trouble: bad('error', 'E_CONNECT') },
  { classname: 'web1.base', name: 'is late', seconds: 0, trouble: bad('skipped', nasty) },
];
const suites = new Map([
  ['web1', cases],
  ['db1', [{ classname: 'db1.mysql', name: 'listens', seconds: 12_345.6789 }]],
  [nasty, []],
]);

/** What xmllint has against it; nothing if it is valid. */
function complaints(xml: string): string {
  const schema = join(import.meta.dirname, 'junit-readers.xsd');
  const { stderr, error, status } = spawnSync('xmllint', ['--noout', '--nonet', '--schema', schema, '-'], {
    input: xml,
    encoding: 'utf8',
  });
  assert.equal(error, undefined, 'xmllint is needed: apt-get install libxml2-utils');
  return status === 0 ? '' : stderr;
}

describe('JUnit XML', () => {
  const xml = junitXml(suites);
  const elements = parse(xml);
  const named = (name: string): readonly Element[] => elements.filter((element) => element.name === name);

  it('tells failed, unanswered and skipped checks apart, per host and in all', () => {
    assert.deepEqual(
      { ...named('testsuites')[0]?.attributes },
      { name: 'trueup verify', tests: '5', failures: '1', errors: '1', time: '12346.929' },
    );
    assert.deepEqual(
      named('testsuite')
        .slice(0, 2)
        .map(({ attributes: { name, tests, failures, errors, skipped } }) => {
          return [name, tests, failures, errors, skipped];
        }),
      [
        ['web1', '4', '1', '1', '1'],
        ['db1', '1', '0', '0', '0'],
      ],
    );
  });

  it('has a case per check, named by host and role', () => {
    assert.deepEqual(
      named('testcase').map(({ attributes }) => attributes.classname),
      ['web1.nginx', 'web1.base', 'web1.base', 'web1.base', 'db1.mysql'],
    );
  });

  it('carries any text, and replaces only what XML has no place for', () => {
    const expected = nasty.replace(/[\u0000\u0007\u001b\ud800\ufffe]/g, '\ufffd');
    for (const [kind, type] of Object.entries({
      failure: 'E_CHECK',
      error: 'E_CONNECT',
      skipped: expected,
    })) {
      const [trouble] = named(kind);
      assert.deepEqual([trouble?.attributes.message, trouble?.text], [expected, expected]);
      assert.equal(trouble?.attributes.type, type);
    }
    assert.equal(named('testcase')[1]?.attributes.name, expected);
    assert.equal(named('testsuite')[2]?.attributes.name, expected);
  });

  it('is what GitLab and Jenkins read, whatever the checks say', () => {
    for (const valid of [xml, junitXml(new Map())]) assert.equal(complaints(valid), '');
  });

  for (const [what, spoil] of Object.entries({
    'an unknown attribute': (text: string) => text.replace('<testsuites ', '<testsuites skipped="1" '),
    'no count of errors': (text: string) => text.replace(/ errors="\d+"/, ''),
    'a time with a comma': (text: string) => text.replace('time="0.250"', 'time="0,250"'),
    'an unknown kind of trouble': (text: string) => text.replaceAll('failure ', 'broken '),
  }))
    it(`would not be with ${what}`, () => {
      assert.match(complaints(spoil(xml)), /junit-readers|validity error|parser error|fails to validate/);
    });
});
