// Parses the records of the runs that changed a host.
import type { RecordedStep, RunMark, RunRecord, StepOnRecord } from '../../model/record.js';
import type { Answer } from '../../model/script.js';
import { TrueupError } from '../../model/trueup-error.js';
import { checkRun } from './record-paths.js';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type Step = Mutable<StepOnRecord> & { readonly before: Map<string, Before>; readonly lost: string[] };
type Before = StepOnRecord['before'] extends ReadonlyMap<string, infer State> ? State : never;

/** Oldest first. Throws E_UNREADABLE if the answer isn't valid. */
export function readRecords(host: string, { status, stdout, stderr }: Answer): readonly RunRecord[] {
  if (status !== 0) {
    const message = `${host}: the records of its runs can't be read`;
    throw new TrueupError('E_UNREADABLE', message, { host, output: stderr.trim() });
  }
  const parts = stdout.split(/^run (?=\S+\n)/m).slice(1);
  const records = parts.flatMap((part) => readRecord(part) ?? []);
  return withRollbacks(records).sort((a, b) => a.order - b.order);
}

/** Undefined if the first lines never reached the disk. A line that was cut off is ignored. */
function readRecord(text: string): Mutable<RunRecord> | undefined {
  const [name = '', ...lines] = text.split('\n');
  let mark: RunMark | undefined;
  let order = 0;
  let alive = false;
  let last = '';
  const steps = new Map<number, Step>();
  const ends: { finishedBy?: string; rolledBackBy?: string } = {};
  for (const line of lines) {
    const [word = '', first = '', second = '', ...rest] = line.split(' ');
    const step = steps.get(Number(first));
    const path = step?.paths[Number(second)];
    if (word === 'alive') alive = true;
    else if (word === 'order') order = Number(first);
    else if (word === 'meta') mark = markOf(name, line.slice('meta '.length));
    else if (word === 'step') {
      const told = parsed(line.slice(`step ${first} `.length)) as RecordedStep | undefined;
      if (told) steps.set(Number(first), { ...told, state: 'begun', before: new Map(), lost: [] });
    } else if (step && path !== undefined && (word === 'kept' || word === 'missing'))
      step.before.set(path, word);
    else if (step && path !== undefined && word === 'unkept')
      step.before.set(path, { unkept: rest.join(' ') });
    else if (step && word === 'lost') step.lost.push(line.slice(`lost ${first} `.length));
    else if (step && (word === 'done' || word === 'failed')) step.state = word;
    else if (word === 'end' && first !== '' && first !== name) ends.finishedBy = first;
    else if (word === 'rolled-back' && first !== '') ends.rolledBackBy = first;
    if (/^(end|failed|step|done)$/.test(word)) last = word;
  }
  if (!mark) return undefined;
  // A rollback continues after a part that failed.
  if (last === 'done' && [...steps.values()].some((step) => step.state === 'failed')) last = 'failed';
  const ended = ({ end: 'done', failed: 'failed' } as const)[last] ?? (alive ? 'running' : 'interrupted');
  const state = ends.finishedBy === undefined ? ended : 'interrupted';
  return { mark, order, steps: [...steps.values()], state, ...ends };
}

function markOf(name: string, json: string): RunMark | undefined {
  const mark = parsed(json) as RunMark | undefined;
  if (mark?.run !== name) return undefined;
  checkRun(name);
  return mark;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

/** A rollback that was itself rolled back doesn't count. */
function withRollbacks(records: readonly Mutable<RunRecord>[]): RunRecord[] {
  const isUndone = (run: string): boolean => {
    const by = records.find(({ mark }) => mark.run === run)?.rolledBackBy;
    return by !== undefined && !isUndone(by);
  };
  return records.map((record) => {
    if (record.rolledBackBy === undefined || !isUndone(record.rolledBackBy)) return record;
    const live: Mutable<RunRecord> = { ...record };
    delete live.rolledBackBy;
    return live;
  });
}
