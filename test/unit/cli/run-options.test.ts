// Options as they come from a command line.
import assert from 'node:assert/strict';
import { Command, CommanderError } from 'commander';
import {
  withRunOptions,
  withSelection,
  withTelling,
  wholeRun,
  type RunOptions,
} from '../../../cli/run-options.js';

function parse(...args: readonly string[]): RunOptions {
  const command = withTelling(withSelection(withRunOptions(new Command('x'))), 'shown')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  command.parse(args, { from: 'user' });
  return command.opts();
}

function complaint(...args: readonly string[]): string {
  try {
    parse(...args);
  } catch (error) {
    assert.ok(error instanceof CommanderError);
    return error.message;
  }
  return 'none';
}

describe('the options of a run', () => {
  it('have safe defaults', () => {
    assert.deepEqual(parse(), { forks: 20, output: 'auto' });
  });

  it('take roles with commas and repeated', () => {
    assert.deepEqual(parse('--role', 'nginx,haproxy', '-r', 'base').role, ['nginx', 'haproxy', 'base']);
  });

  it('take several inventories, in the order given', () => {
    assert.deepEqual(parse('-i', 'b', '-i', 'a', '--inventory=h,').inventory, ['b', 'a', 'h,']);
  });

  it('tell a wanted diff from an unwanted one and from none said', () => {
    assert.deepEqual([parse('--diff').diff, parse('--no-diff').diff, parse().diff], [true, false, undefined]);
  });

  it('offer forms that tell a whole run only to commands that have no answer of their own', () => {
    const command = withRunOptions(new Command('x'), wholeRun);
    command.parse(['--output', 'markdown'], { from: 'user' });
    assert.equal(command.opts<RunOptions>().output, 'markdown');
    assert.match(complaint('--output', 'markdown'), /Allowed choices are auto, live, plain, json\./);
  });

  it('refuse what makes no sense, with what is allowed', () => {
    assert.match(complaint('--forks', '0'), /positive integer/);
    assert.match(complaint('--forks', '1.5'), /positive integer/);
    assert.match(complaint('--output', 'xml'), /Allowed choices are auto, live, plain, json/);
    assert.match(complaint('--role', 'nginx,,base'), /separated by commas/);
    assert.match(complaint('--limt', 'x'), /Did you mean --limit\?/);
  });
});
