// Runs a program to its end, with nothing in its environment but what it is given.
import { spawn } from 'node:child_process';

export type Variables = Readonly<Record<string, string>>;

/** Its status and what it said. */
export async function run(program: string, args: readonly string[], env: Variables, cwd: string) {
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { status, stdout, stderr };
}
