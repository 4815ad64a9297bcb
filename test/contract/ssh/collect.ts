// Reads a channel to its end.
import { Buffer } from 'node:buffer';
import type { Channel } from '../../../lib/model/transport.js';
import { afterLastWords } from '../../../lib/wire/end-after-output.js';

export interface Collected {
  readonly status: number | null;
  readonly why?: string;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Sends `input`, if any, and waits for everything that comes back. */
export async function collect(channel: Channel, input?: string | Buffer): Promise<Collected> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  const end = afterLastWords(channel);
  channel.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  channel.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  if (input !== undefined) channel.stdin.end(input);
  const closed = await end;
  return { ...closed, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() };
}
