// Programs that print an inventory are run, within bounds, and only those.
import assert from 'node:assert/strict';
import { complaints, load, names, varOf } from './load-sources.js';

describe('an inventory that is a program', () => {
  const list = `#!/bin/sh
cat <<X
{"_meta": {"hostvars": {"a": {"x": 1}}},
 "web": {"hosts": ["a", "b"], "vars": {"v": [true]}, "children": ["db"]}, "db": ["c"], "lone": {"y": 2}}
X
`;

  it('prints groups and variables', async () => {
    const outcome = await load({ 'dyn.sh': list }, ['dyn.sh']);
    assert.deepEqual(names(outcome.fleet), ['a', 'b', 'lone', 'c']);
    assert.deepEqual(
      [varOf(outcome, 'a', 'x'), varOf(outcome, 'c', 'v'), varOf(outcome, 'lone', 'y')],
      [1, [true], 2],
    );
  });

  it('is asked for each host where it knows no _meta', async () => {
    const text = `#!/bin/sh\n[ "$1" = --list ] && echo '{"g": ["a", "b"]}' || echo "{\\"me\\": \\"$2\\"}"\n`;
    const outcome = await load({ 'dyn.sh': text }, ['dyn.sh']);
    assert.deepEqual([varOf(outcome, 'a', 'me'), varOf(outcome, 'b', 'me')], ['a', 'b']);
  });

  it('is told from what merely lies in a folder and is executable', async () => {
    const files = { 'inv/hosts.yml': 'all: {hosts: {h: }}', 'inv/make.sh': '#!/bin/sh\ntouch "$0.ran"\n' };
    const { fleet, warnings } = await load(files, ['inv']);
    assert.deepEqual(names(fleet), ['h']);
    assert.deepEqual(warnings, [
      "inv/make.sh: is executable, but was not run because it doesn't look like an inventory script (it contains no --list, _meta or hosts)",
    ]);
  });

  it('is read as text where its first line names no program', async () => {
    const { fleet } = await load({ 'hosts.sh': '[web]\nh x=1\n' }, ['hosts.sh']);
    assert.deepEqual(names(fleet), ['h']);
  });

  for (const [name, [text, says]] of Object.entries({
    fails: ['#!/bin/sh\necho oh no >&2\nexit 3\n', /dyn\.sh --list: failed with exit code 3: oh no/],
    'is killed': ['#!/bin/sh\nkill -9 $$\n', /was killed by SIGKILL/],
    'prints no JSON': ['#!/bin/sh\necho hello\n', /must print a JSON mapping, but printed something else/],
    'prints a list': ['#!/bin/sh\necho "[1]"\n', /printed a list/],
    'prints much': ['#!/bin/sh\nexec yes\n', /printed more than 32 MiB/],
    'names a program that is not there': ['#!/nowhere/at/all\n', /can't be run: no such file/],
    'has hosts that are none': [
      '#!/bin/sh\necho \'{"g": ["-oProxyCommand=x"]}\'\n',
      /is not a valid host name/,
    ],
    'has hosts that are no list': [
      '#!/bin/sh\necho \'{"g": {"hosts": {"a": 1}}}\'\n',
      /its hosts must be a list, found a mapping/,
    ],
  } as const)) {
    it(`is an error where it ${name}`, async () => {
      assert.match((await complaints({ 'dyn.sh': text }, ['dyn.sh'])).join('\n'), says);
    });
  }

  it('has to be executable', async () => {
    assert.deepEqual(await complaints({ 'dyn.py': list }, ['dyn.py']), [
      'dyn.py:1:1 is a script, but is not executable',
    ]);
  });
});
