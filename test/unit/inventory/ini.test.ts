// INI inventories are read as Ansible reads them.
import assert from 'node:assert/strict';
import { complaints, load, names, type Outcome } from './load-sources.js';

describe('an INI inventory', () => {
  const one = (text: string): Promise<Outcome> => load({ hosts: text }, ['hosts']);
  const wrong = (text: string) => complaints({ hosts: text }, ['hosts']);

  it('may be called .yml', async () => {
    const { fleet } = await load({ 'hosts.yml': '# hosts\n\n[web]\nweb1 a=1\n' }, ['hosts.yml']);
    assert.deepEqual(fleet.host('web1').vars, { a: 1 });
    assert.match((await complaints({ 'hosts.yml': '{a: [\n' }, ['hosts.yml'])).join(), /^hosts\.yml:/);
  });

  it('has groups, ranges, ports, children and variables', async () => {
    const { fleet } = await one(
      `
mail
[web]
web[01:03].example.com:2222 a=1   ; no comment
# comment
[web:vars]
b = 2
[site:children]
web
db
[db]
[2001:db8::1]:22
db-[a:b]
`.replace('   ; no comment', ''),
    );
    assert.deepEqual(names(fleet), [
      'mail',
      'web01.example.com',
      'web02.example.com',
      'web03.example.com',
      '2001:db8::1',
      'db-a',
      'db-b',
    ]);
    const host = fleet.host('web02.example.com');
    assert.deepEqual(host.vars, { ansible_port: 2222, a: 1, b: 2 });
    assert.ok(host.groups.includes('site'));
    assert.equal(host.connection.port, 2222);
    assert.deepEqual(
      fleet.inGroup('ungrouped').map(({ name }) => name),
      ['mail'],
    );
  });

  it('has values that are Python literals, or text', async () => {
    const values: Readonly<Record<string, unknown>> = {
      '1': 1,
      '0x1F': 31,
      '0o17': 15,
      '1_000': 1000,
      '-3': -3,
      '1.5': 1.5,
      '010': '010',
      True: true,
      None: null,
      yes: 'yes',
      '"quoted" # comment': 'quoted',
      'text # no comment': 'text # no comment',
      '[\'x\', "y", [1, ]]': ['x', 'y', [1]],
      "{'a': {'b': (1, 2)}, }": { a: { b: [1, 2] } },
      '1, 2': [1, 2],
      "'a' 'b'": 'ab',
      '"a\\tb\\x41"': 'a\tbA',
      "r'\\d'": '\\d',
      '12abc': '12abc',
      '1 2': '1 2',
      '[1': '[1',
      'f(1)': 'f(1)',
      '1+1': '1+1',
      '12345678901234567890': '12345678901234567890',
      '': '',
      '{{ x }}': '{{ x }}',
    };
    const lines = Object.keys(values).map((text, index) => `v${index} = ${text}\n`);
    const { fleet } = await one(`[all]\nh\n[all:vars]\n${lines.join('')}`);
    const read = Object.values(values).map((_, index) => fleet.host('h').vars[`v${index}`]);
    assert.deepEqual(read, Object.values(values));
  });

  it('has host lines that are split as a shell splits them', async () => {
    const { fleet } = await one(`h a='x y' b="it's" c=a#b\nd\\ e x=1`.split('\n')[0] ?? '');
    assert.deepEqual(fleet.host('h').vars, { a: 'x y', b: "it's", c: 'a' });
  });

  it('may have CRLF, a byte order mark, and groups that are defined later or not at all before their variables', async () => {
    const { fleet } = await one('\ufeff[a:vars]\r\nx=1\r\n[b:children]\r\na\r\n[a]\r\nh\r\n');
    assert.equal(fleet.host('h').vars['x'], 1);
    assert.deepEqual(
      fleet.inGroup('b').map(({ name }) => name),
      ['h'],
    );
  });

  it('says what is wrong at its line', async () => {
    assert.deepEqual(
      await wrong(`[web]
h oops
  h "open
[web:wars]
[with blank]
[web:vars]
nothing
[b:children]
nowhere
[c:vars]
x=1
[web]
$(x)
[web:children]
a b
`),
      [
        'hosts:2:3 oops is not a valid assignment',
        'hosts:3:3 a quotation mark is not closed',
        'hosts:4:1 [web:wars] is not a valid section',
        'hosts:5:1 [with blank] is not a valid section',
        'hosts:7:1 nothing is not a valid assignment',
        'hosts:9:1 there is no group named nowhere',
        'hosts:10:1 [c:vars]: there is no group named c',
        'hosts:13:1 "$(x)" is not a valid host name',
        'hosts:15:1 a b is not a valid group name',
      ],
    );
  });
});
