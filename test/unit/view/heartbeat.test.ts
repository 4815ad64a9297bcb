// What is said where nothing else is said for long.
import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { withHeartbeat } from '../../../cli/view/heartbeat.js';
import { stillWorking } from '../../../cli/view/heartbeat-without-events.js';
import { plainView } from '../../../cli/view/plain.js';
import type { View } from '../../../cli/view/view.js';
import { applyRun, eachEvent } from './canned-run.js';

describe('the heartbeat', () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  function begun(): { readonly view: View; readonly said: string[] } {
    const said: string[] = [];
    const view = withHeartbeat(
      (out) => plainView({}, out),
      () => undefined,
      (line) => said.push(line),
    );
    for (const event of applyRun.slice(0, 6)) view.listener(event);
    return { view, said };
  }

  it('says who is busy with what, again and again', () => {
    const { said } = begun();
    mock.timers.tick(9_000);
    assert.deepEqual(said, []);
    mock.timers.tick(1_000);
    assert.equal(said.length, 1);
    assert.match(said.join(), /^still busy: lb1: haproxy: file \/etc\/haproxy\/haproxy\.cfg \(\d+ s\)$/);
    mock.timers.tick(10_000);
    assert.equal(said.length, 2);
  });

  it('waits from the last line on', () => {
    const { view, said } = begun();
    mock.timers.tick(9_000);
    view.listener(eachEvent['step.waiting']);
    mock.timers.tick(9_000);
    assert.deepEqual(said, []);
  });

  it('is silent while somebody is asked, and at the end', async () => {
    const { view, said } = begun();
    await view.aside(async () => {
      mock.timers.tick(60_000);
      return Promise.resolve();
    });
    assert.deepEqual(said, []);
    await view.end();
    mock.timers.tick(60_000);
    assert.deepEqual(said, []);
  });

  it('tells of work without events how long its last line is ago', () => {
    mock.timers.reset();
    mock.timers.enable({ apis: ['setInterval'] });
    const said: string[] = [];
    const { say, end } = stillWorking(
      (text) => said.push(text),
      (text) => said.push(text),
    );
    say('building an image');
    mock.timers.tick(10_000);
    assert.match(said.join('\n'), /^building an image\nstill working; no output for .*$/);
    say('built');
    mock.timers.tick(9_000);
    end();
    mock.timers.tick(60_000);
    assert.equal(said.length, 3);
  });
});
