// The plain view, line by line.
import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import type { Event } from '../../../lib/model/event.js';
import type { Shown } from '../../../cli/view/lines/event-lines.js';
import { plainView } from '../../../cli/view/plain.js';
import { applyRun, counts, eachEvent, planRun } from './canned-run.js';

function said(events: readonly Event[], shown: Shown = {}): string {
  const lines: string[] = [];
  const { listener } = plainView(shown, (line) => lines.push(line));
  for (const event of events) listener(event);
  return stripVTControlCharacters(lines.join('\n'));
}

describe('the plain view', () => {
  it('tells an apply in one line per thing that matters, its failure once', () => {
    assert.equal(
      said(applyRun),
      `lb1 | haproxy | file /etc/haproxy/haproxy.cfg | changed 0.1s
lb1 | changed | 1 changed, 2 as declared
web1 | nginx | waiting for lb1
web1 | nginx | service nginx | FAILED 1.3s
    E_APPLY: web1: service nginx failed with status 1
      | nginx: [emerg] no "events" section
      hint: look at the journal
web1 | failed | 1 failed, 1 as declared

Failed: web1. Changed 1 resource on lb1.

host      ok  changed  failed  skipped  seconds
lb1        2        1       0        0      0.4
web1       1        0       1        0      0.4`,
    );
  });

  it('tells a plan host by host, with signs and diffs, and says that nothing was touched', () => {
    assert.equal(
      said(planRun),
      `lb1
  file /etc/haproxy/haproxy.cfg (haproxy)
    ~ update content
      @@ -1,2 +1,2 @@
       a
      -b
      +c
    ~ update password *** → ***
  service haproxy (haproxy)
    ? unknown: known after package haproxy

web1: no changes, 1 as declared

2 resources would change on lb1. Nothing was changed.

host      ok   differ  failed  skipped  seconds
lb1        1        2       0        0      0.4
web1       1        0       0        0      0.4`,
    );
  });

  it('tells the hosts of a plan in their order, whoever is ready first', () => {
    const [run, ofLb1, lb1Done, ofWeb1, web1Done, summary] = planRun;
    assert.ok(run && ofLb1 && lb1Done && ofWeb1 && web1Done && summary);
    assert.equal(said([run, ofWeb1, web1Done, ofLb1, lb1Done, summary]), said(planRun));
    const failed = { ...eachEvent['host.done'], host: 'lb1' };
    const lines = said([run, ofWeb1, web1Done, failed, summary]).split('\n');
    assert.ok(
      lines.findIndex((line) => line.startsWith('web1')) >
        lines.indexOf('lb1 | failed | 1 failed, 2 skipped, 1 as declared'),
    );
  });

  it('counts nothing of a host that nothing could be asked', () => {
    const done: Event = {
      ...eachEvent['host.done'],
      outcome: 'unreachable',
      counts: { ...counts, ok: 0, failed: 1 },
    };
    assert.match(said([done]), /^web1 \| unreachable\n/);
  });

  it('says plainly that nothing changes', () => {
    const [run, , , ...rest] = planRun;
    assert.ok(run);
    const summary: Event = { type: 'summary', ok: true, hosts: { web1: counts } };
    assert.match(said([run, ...rest.slice(0, 2), summary]), /^No changes\.$/m);
  });

  it('shows differences of an apply only where asked for', () => {
    assert.ok(!said(applyRun).includes('-b'));
    assert.match(said(applyRun, { diff: true }), /^ {6}-b$/m);
    assert.ok(!said(planRun, { diff: false }).includes('@@'));
  });

  it('leaves out with --quiet what needs nobody', () => {
    const lines = said(applyRun, { quiet: true });
    assert.ok(!lines.includes('waiting for'));
    assert.ok(!lines.includes('lb1 | changed |'));
    assert.match(lines, /FAILED/);
    assert.match(lines, /^lb1 \| haproxy \| file/m);
    assert.ok(!said(planRun, { quiet: true }).includes('web1: no changes'));
  });

  it('names with --verbose what is so already', () => {
    assert.match(said(planRun, { verbose: true }), /^ {2}= package haproxy \(haproxy\)$/m);
    assert.match(said(applyRun, { verbose: true }), /^lb1 \| connected \(ssh2\)$/m);
  });

  it('names the host of a notice once, and says it is trying again', () => {
    assert.equal(said([eachEvent.notice]), 'lb1 | the server asked for a pause');
    assert.equal(said([eachEvent['host.connecting']]), 'lb1 | connecting to 198.18.77.11, attempt 2');
  });

  it('says what a step waits for, unless it should be quiet', () => {
    assert.equal(
      said([eachEvent['step.waiting']]),
      'web1 | nginx | apt.packages nginx | waiting for unattended-upgr (process 812), which holds /var/lib/dpkg/lock-frontend',
    );
    assert.equal(said([eachEvent['step.waiting']], { quiet: true }), '');
  });

  it('begins lines with the time where there is a clock, but not those of a plan or of the closing table', () => {
    const clocked = (events: readonly Event[]): readonly string[] => {
      const lines: string[] = [];
      const { listener } = plainView(
        {},
        (line) => lines.push(stripVTControlCharacters(line)),
        () => new Date(2026, 10, 29, 7, 5, 9),
      );
      for (const event of events) listener(event);
      return lines;
    };
    const [first, ...rest] = clocked(applyRun);
    assert.equal(first, '07:05:09 lb1 | haproxy | file /etc/haproxy/haproxy.cfg | changed 0.1s');
    assert.ok(rest.includes('    E_APPLY: web1: service nginx failed with status 1'), rest.join('\n'));
    assert.match(rest.at(-1) ?? '', /^web1 /);
    assert.ok(clocked(planRun).every((line) => !line.startsWith('07:')));
  });

  it('has no empty column where no role is known', () => {
    assert.match(said([{ ...eachEvent['step.done'], role: '' }]), /^\w+ \| file \S+ \| changed /);
  });

  it('tells who changes after whom, and where that came to a halt', () => {
    assert.equal(said([eachEvent.turns]), 'in turn: appserver guestbook: app3, then app1, then app2');
    const line =
      'appserver guestbook: stopped at app1; app2 was not changed; 0123456789ab runs on app1, app2';
    assert.equal(said([eachEvent['turns.stopped']], { quiet: true }), line);
    const versions = { app1: '\u001b[2Jnew', app2: 'old' };
    assert.match(
      said([{ ...eachEvent['turns.stopped'], versions }]),
      /; \\x1b\[2Jnew runs on app1; old runs on app2$/,
    );
    assert.match(
      said([{ ...eachEvent.turns, order: [['app1', 'app2'], ['app3']] }]),
      /: app1 and app2, then app3$/,
    );
  });

  it('tells an error that no step told, with the line that is to blame', () => {
    assert.match(
      said([eachEvent['host.done']]),
      /^ {4}E_APPLY: inventory\/lab\/trueup\.yml:3:5: web1: service nginx failed with status 1$/m,
    );
  });

  it('obeys no control character of a host', () => {
    const evil = '\u001b]0;owned\u0007\u001b[2J\r\u202e\u009b31m';
    const events: readonly Event[] = [
      { type: 'notice', host: 'lb1', text: evil },
      { ...eachEvent['step.done'], resource: `file /tmp/${evil}\nweb1 | all is well` },
      {
        ...eachEvent['step.failed'],
        trouble: { code: 'E_APPLY', message: evil, output: evil, hint: evil },
      },
      { ...eachEvent['host.planned'], steps: [] },
      { ...eachEvent['step.waiting'], on: `${evil}\nweb1 | all is well` },
    ];
    const lines: string[] = [];
    const { listener } = plainView({ diff: true }, (line) => lines.push(line));
    for (const event of events) listener(event);
    const text = stripVTControlCharacters(lines.join('\n'));
    assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    assert.doesNotMatch(text, /^web1 \| all is well/m);
    assert.match(text, /\\x1b\]0;owned\\x07/);
  });

  it('shows no secret', () => {
    const text = said([...applyRun, ...planRun, ...Object.values(eachEvent)], { diff: true, verbose: true });
    assert.ok(!text.includes('canary'));
  });
});
