// Runs one command and measures it: wall, CPU of it and its children, peak memory of its process tree.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Measured {
  readonly wallMs: number;
  readonly cpuMs: number;
  /** Sum over the process tree, at its highest sample. */
  readonly peakMiB: number;
  readonly status: number | null;
  readonly stdout: string;
}

const clockTicks = 100;

function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean)
      .map(Number);
  } catch {
    return [];
  }
}

function residentMiB(pid: number): number {
  let own = 0;
  try {
    own = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    // It ended between two looks.
  }
  return childrenOf(pid).reduce((sum, child) => sum + residentMiB(child), own);
}

/** CPU of children that ended and were waited for: proc(5) stat fields 16 and 17 of this process. */
function waitedCpuMs(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  return ((Number(fields[13]) + Number(fields[14])) / clockTicks) * 1000;
}

/** `input` goes to stdin. Run one at a time: the CPU is that of all children that ended meanwhile. */
export async function measure(command: string, args: readonly string[], input = ''): Promise<Measured> {
  const cpuBefore = waitedCpuMs();
  const started = performance.now();
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(input);
  let stdout = '';
  let peakMiB = 0;
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  const sampler = setInterval(() => {
    if (child.pid !== undefined) peakMiB = Math.max(peakMiB, residentMiB(child.pid));
  }, 15);
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const wallMs = performance.now() - started;
  clearInterval(sampler);
  return { wallMs, cpuMs: waitedCpuMs() - cpuBefore, peakMiB, status, stdout };
}
