// Inventories in the forms that people use say to trueup what they say to Ansible.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { InputErrors } from '../../lib/model/trueup-error.js';
import { cases, type Case } from './cases.js';
import { askAnsible, besideAnsible, type Reading } from './oracle.js';
import { corpusFolder, ourReading } from './ours.js';

/** What trueup complains of. */
async function complaint(name: string, one: Case): Promise<string> {
  try {
    await ourReading(name, one);
  } catch (error) {
    assert.ok(error instanceof InputErrors, String(error));
    return error.errors.map(({ message, place }) => `${place?.file ?? ''}: ${message}`).join('\n');
  }
  return 'nothing';
}

/** By host, the variables that trueup fills in, and the others. Texts of the former: up to 2.18, Ansible makes texts of all. */
function variables(
  { hosts }: Pick<Reading, 'hosts'>,
  { filled = [] }: Case,
): Readonly<Record<string, unknown>> {
  const split = ({ vars, filled: known }: Reading['hosts'][string]): unknown => ({
    used: filled
      .filter((name) => name in vars)
      .map((name) => [name, String(vars[name]), String(known[name])]),
    others: Object.fromEntries(Object.entries(vars).filter(([name]) => !filled.includes(name))),
  });
  return Object.fromEntries(Object.entries(hosts).map(([host, one]) => [host, split(one)]));
}

async function compare(name: string, one: Case, theirs: Reading): Promise<void> {
  const ours = await ourReading(name, one);
  assert.deepEqual(ours.groups, theirs.groups);
  assert.deepEqual(variables(ours, one), variables(theirs, one));
}

besideAnsible('inventories, beside Ansible', () => {
  const names = Object.keys(cases);
  let answers: ReturnType<typeof askAnsible>['answers'] = [];

  before(() => {
    answers = askAnsible(
      names.map((name) => ({
        ...cases[name],
        folder: corpusFolder(name),
        sources: cases[name]?.sources ?? [],
      })),
    ).answers;
  });

  for (const [at, [name, one]] of Object.entries(cases).entries()) {
    it(name, async () => {
      const theirs = answers[at];
      assert.ok(theirs);
      if (one.broken) {
        assert.ok('error' in theirs, 'Ansible loads it');
        if (typeof one.broken === 'string') await ourReading(name, one);
        else assert.match(await complaint(name, one), one.broken);
      } else {
        assert.ok(!('error' in theirs), JSON.stringify(theirs));
        if (one.refused) assert.match(await complaint(name, one), one.refused.message);
        else await compare(name, one, theirs);
      }
    });
  }

  it('are more than 60, and every folder is called', () => {
    assert.ok(names.length > 60);
    assert.deepEqual(readdirSync('test/ansible/corpus').sort(), [...names].sort());
  });
});
