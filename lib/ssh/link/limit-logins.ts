// Limits the logins to one sshd at a time: many hosts behind one bastion must not exceed its MaxStartups.
import pLimit, { type LimitFunction } from 'p-limit';
import type { Server } from './target.js';

// sshd drops logins at random once ten are in flight (MaxStartups 10:30:100).
const atOnce = 8;
const limits = new Map<string, LimitFunction>();

/** Runs `login` when one of the server's slots is free. */
export function limited<Result>({ address, port }: Server, login: () => Promise<Result>): Promise<Result> {
  const key = `${address}\0${port}`;
  const limit = limits.get(key) ?? pLimit(atOnce);
  limits.set(key, limit);
  return limit(login);
}
