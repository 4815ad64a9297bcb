// JUnit XML, read back by a strict parser.
import assert from 'node:assert/strict';
import { SaxesParser } from 'saxes';
import { junitXml, type JunitCase } from '../../../lib/report/junit.js';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

/** Throws where it isn't well-formed. */
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
const cases: readonly JunitCase[] = [
  { classname: 'web1.nginx', name: 'answers', seconds: 0.25 },
  { classname: 'web1.base', name: nasty, seconds: 1, failure: nasty },
];

describe('JUnit XML', () => {
  const elements = parse(
    junitXml(
      new Map([
        ['web1', cases],
        ['db1', [{ classname: 'db1.mysql', name: 'listens', seconds: 2 }]],
      ]),
    ),
  );
  const named = (name: string): readonly Element[] => elements.filter((element) => element.name === name);

  it('counts failures as failures, per host and in all', () => {
    assert.deepEqual(
      { ...named('testsuites')[0]?.attributes },
      {
        name: 'trueup verify',
        tests: '3',
        failures: '1',
        errors: '0',
        time: '3.250',
      },
    );
    assert.deepEqual(
      named('testsuite').map(({ attributes: { name, tests, failures } }) => [name, tests, failures]),
      [
        ['web1', '2', '1'],
        ['db1', '1', '0'],
      ],
    );
  });

  it('has a case per check, named by host and role', () => {
    assert.deepEqual(
      named('testcase').map(({ attributes }) => attributes.classname),
      ['web1.nginx', 'web1.base', 'db1.mysql'],
    );
  });

  it('carries any text, and replaces only what XML has no place for', () => {
    const [failure] = named('failure');
    const expected = nasty.replace(/[\u0000\u0007\u001b\ud800\ufffe]/g, '\ufffd');
    assert.equal(failure?.attributes.message, expected);
    assert.equal(failure.text, expected);
    assert.equal(named('testcase')[1]?.attributes.name, expected);
  });
});
