// A check holds, doesn't hold and says what it found, or could not look: three answers, never mixed up.
import assert from 'node:assert/strict';
import {
  clockAgrees,
  heldByExactlyOne,
  httpOnHost,
  portClosed,
  portOpen,
  sameFile,
  sh,
  succeeds,
  unitRuns,
  type Check,
} from '../../../lib/kit.js';
import type { Answer } from '../../../lib/model/script.js';

const answer = (stdout: string, status = 0, stderr = ''): Answer => ({ status, stdout, stderr });
const to = { name: 'db1', address: '10.0.0.41', connection: { connectTimeoutSeconds: 10 } };
const open = portOpen({ to, port: 3306, from: 'app1' });
const closed = portClosed({ to, port: 3306, from: 'web1' });
const unit = unitRuns({ on: 'web1', unit: 'nginx.service' });
const sshd = unitRuns({ on: 'web1', unit: 'ssh.service', sockets: ['ssh.socket'] });
const down = 'ActiveState=inactive\nSubState=dead\nUnitFileState=disabled\nResult=success';
const socket = 'ActiveState=active\nSubState=listening\nUnitFileState=enabled\nResult=success';
const vip = heldByExactlyOne({ address: '10.0.0.100', hosts: ['lb1', 'lb2'] });
const same = sameFile({ path: '/etc/x', hosts: ['lb1', 'lb2'] });
const status = httpOnHost({
  on: 'web1',
  port: 80,
  path: '/',
  expect: { status: 200, body: 'ok', headers: { server: false } },
});
const clock = clockAgrees({ on: 'web1', withinSeconds: 5 });
/** Told between second 1000.4 and 1002 of the controller. */
const told = (time: string): Answer => ({ ...answer(time), ran: { from: 1000.4, until: 1002 } });
const [one, two] = ['a'.repeat(64), 'b'.repeat(64)];
const held = '2: eth0 inet 10.0.0.100/32 scope global eth0';

const cannotLook = Symbol('could not look');

const cases: readonly (readonly [
  string,
  Check,
  readonly Answer[],
  string | undefined | typeof cannotLook,
])[] = [
  ['a port that answers is open', open, [answer('')], undefined],
  [
    'a port that nobody listens on is not open',
    open,
    [answer('', 1, 'Connection refused')],
    'connections to the port are refused',
  ],
  [
    'a port behind a silent firewall is not open',
    open,
    [answer('', 124)],
    'packets to the port are dropped. If the host is slow, raise its ansible_timeout (now 10 s); most time limits scale with it.',
  ],
  ['a port that answers is not closed', closed, [answer('')], 'the port is open'],
  ['a refusal is closed', closed, [answer('', 1, 'bash: connect: Connection refused')], undefined],
  ['silence is closed', closed, [answer('', 124)], undefined],
  ['no way to the host proves nothing', closed, [answer('', 1, 'No route to host')], cannotLook],
  [
    'a host without the means can’t tell',
    closed,
    [answer('', 127, 'bash or timeout is not installed')],
    cannotLook,
  ],
  [
    'an active unit that is enabled runs',
    unit,
    [answer('ActiveState=active\nUnitFileState=enabled\n')],
    undefined,
  ],
  [
    'a failed unit doesn’t',
    unit,
    [answer('ActiveState=failed\nSubState=failed\nUnitFileState=enabled\nResult=exit-code\n')],
    'the unit is failed (failed, exit-code)',
  ],
  [
    'an active unit that is gone after a reboot doesn’t hold',
    unit,
    [answer('ActiveState=active\nUnitFileState=disabled\n')],
    'the unit is active, but disabled',
  ],
  [
    'a socket that listens and starts at boot is as good as its service',
    sshd,
    [answer(`${down}\n\n${socket}\n`)],
    undefined,
  ],
  [
    'a service that failed is not saved by its socket',
    sshd,
    [answer(`${down.replaceAll('inactive', 'failed')}\n\n${socket}\n`)],
    'the unit is failed (dead, success)',
  ],
  [
    'nor is a service that is down, by a socket that is',
    sshd,
    [answer(`${down}\n\n${socket.replace('active', 'inactive')}\n`)],
    'the unit is inactive (dead, success)',
  ],
  [
    'nor is one that starts at boot neither way',
    sshd,
    [answer(`${down}\n\n${socket.replace('enabled', 'disabled')}\n`)],
    'the unit is active, but disabled',
  ],
  ['a host without systemctl can’t tell', unit, [answer('', 127, 'systemctl: not found')], cannotLook],
  ['one holder is right', vip, [answer(held), answer('')], undefined],
  ['no holder is an outage', vip, [answer(''), answer('')], 'no host holds the address'],
  ['two holders are a split brain', vip, [answer(held), answer(held)], 'lb1 and lb2 hold the address'],
  ['a host without ip can’t tell', vip, [answer('', 127), answer(held)], cannotLook],
  ['equal bytes are the same', same, [answer(`${one}  -`), answer(`${one}  -`)], undefined],
  [
    'other bytes are not',
    same,
    [answer(`${one}  -`), answer(`${two}  -`)],
    'lb1 has aaaaaaaaaaaa, lb2 has bbbbbbbbbbbb',
  ],
  ['a missing file can’t be compared', same, [answer('', 1), answer(`${two}  -`)], cannotLook],
  ['a response as expected holds', status, [answer('HTTP/1.1 200 OK\r\nDate: x\r\n\r\nok')], undefined],
  ['another status doesn’t', status, [answer('HTTP/1.1 502 Bad\r\n\r\nsorry')], 'status 502: sorry'],
  [
    'a header that should not be there doesn’t',
    status,
    [answer('HTTP/1.1 200 OK\r\nServer: x\r\n\r\nok')],
    'header server is present: x',
  ],
  ['another body doesn’t', status, [answer('HTTP/1.1 200 OK\r\n\r\nno')], 'the body does not contain ok: no'],
  [
    'a refusal is no answer',
    status,
    [answer('', 1, 'bash: connect: Connection refused')],
    'bash: connect: Connection refused',
  ],
  ['a host without the means can’t ask', status, [answer('', 127)], cannotLook],
  ['a clock that agrees holds', clock, [told('1001\n')], undefined],
  ['so does one that is off by a little', clock, [told('995\n')], undefined],
  ['or ahead by a little', clock, [told('1007\n')], undefined],
  ['a clock that is late doesn’t', clock, [told('994\n')], 'the clock is -6 s off'],
  ['nor does one that is ahead', clock, [told('1008\n')], 'the clock is 6 s off'],
  ['a time that was told nobody knows when can’t be compared', clock, [answer('1001\n')], cannotLook],
  ['a host that does not tell its time can’t be compared', clock, [answer('', 127)], cannotLook],
];

describe('checks', () => {
  for (const [sentence, check, answers, expected] of cases) {
    it(sentence, () => {
      if (expected === cannotLook)
        assert.throws(() => check.judge(answers), { code: 'E_UNREADABLE', message: /^could not check/ });
      else assert.equal(check.judge(answers), expected);
    });
  }

  it('a command that prints something else doesn’t hold, though it succeeds', () => {
    const check = succeeds({ title: 'x', on: 'h', script: sh`true`, prints: /^yes$/m });
    assert.equal(check.judge([answer('yes\n')]), undefined);
    assert.equal(check.judge([answer('no\n')]), 'the command printed: no');
    assert.equal(check.judge([answer('yes\n', 3, 'oops')]), 'exit status 3: oops yes');
  });
});
