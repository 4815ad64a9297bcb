// Connecting as a test does it: one command, or the error instead.
import assert from 'node:assert/strict';
import type { Connection } from '../../../lib/model/fleet.js';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import { connect, type ConnectOptions } from '../../../lib/ssh/connect.js';
import { collect, type Collected } from './collect.js';

export const never: AbortSignal = new AbortController().signal;

/** Options as the command line would give them, with a home folder that holds nothing. */
export function optionsFor(home: string, more: Partial<ConnectOptions> = {}): ConnectOptions {
  return { home, user: 'nobody', acceptNew: false, ...more };
}

/** Connects, runs one command, closes. */
export async function runOnce(
  connection: Connection,
  options: ConnectOptions,
  command: string,
  input: string | Buffer = '',
): Promise<Collected> {
  const transport = await connect('box', connection, options, never);
  try {
    return await collect(await transport.open(command, never), input);
  } finally {
    await transport.close();
  }
}

/** The error that connecting and opening a channel ends with. */
export async function failureOf(connection: Connection, options: ConnectOptions): Promise<TrueupError> {
  try {
    await runOnce(connection, options, 'true');
  } catch (error) {
    assert.ok(error instanceof TrueupError, `no error for a person: ${String(error)}`);
    assert.ok(error.message.startsWith('box: '), error.message);
    assert.ok(error.hint, `no hint: ${error.message}`);
    return error;
  }
  throw new Error('it connected');
}
