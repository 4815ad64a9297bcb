// A run as Markdown: for comments on pull requests, chat, and the summary of a CI job.
import { stripVTControlCharacters } from 'node:util';
import type { Event } from '../../../lib/model/event.js';
import { closingSentence } from '../lines/closing-sentence.js';
import { noticeLine } from '../lines/event-lines.js';
import type { RunAccount } from '../run-summary.js';
import type { Scene } from '../view-context.js';
import { haltInWords, orderInWords } from '../lines/describe-turns.js';
import { codeBlock, codeCell, codeHtml, codeSpan } from './quote-as-code.js';
import { fit, type Section } from './fit-to-limit.js';
import { marker } from './comment-marker.js';
import { checkPiece, folded, stepPiece, troublePiece } from './host-section.js';

/** Maximum number of characters in a GitHub comment. */
export const commentLimit = 65_536;

/** Up to this many changes are shown without a click. */
const fewChanges = 12;
const mostRows = 100;
const mostNotices = 20;

/** At most `limit` characters, with a note if anything is left out. The first line is the marker. */
export function runInMarkdown(account: RunAccount, scene: Scene, limit: number): string {
  const { command = '' } = account;
  const { inventory, pattern, diff = command === 'plan' } = scene;
  const of = pattern === undefined ? '' : `, hosts ${codeSpan(pattern)}`;
  const title = [
    marker({ command, inventory, pattern }),
    `### trueup ${command}: ${codeSpan(inventory)}${of}`,
    '',
  ];
  const overview = [
    `**${conclusion(account)}**`,
    '',
    ...table(account),
    '',
    ...turns(account),
    ...notices(account),
  ].join('\n');
  // An overview that leaves no room for the details is useless.
  const head = [...title, ...(overview.length > limit / 2 ? [] : [overview])].join('\n');
  const note = '\n_Truncated: the full text is in the output of the run._\n';
  const { text, cut } = fit(sections(account, diff), limit - head.length - note.length - 1);
  return `${head}\n${text}${cut ? note : ''}`;
}

/** Host names need no escaping, because they are validated when they are read. */
function conclusion(account: RunAccount): string {
  if (account.command !== 'verify')
    return stripVTControlCharacters(closingSentence(account.command === 'plan', account.ends));
  const failed = account.checks.filter(({ ok }) => !ok);
  if (!account.summary) return 'The run did not finish.';
  const all = account.checks.length;
  if (all === 0) return 'There is nothing to check.';
  if (failed.length === 0) return all === 1 ? 'The only check passed.' : `All ${all} checks passed.`;
  const hosts = [...new Set(failed.map(({ host }) => host))];
  const named = hosts.length > 8 ? `${hosts.length} hosts` : hosts.join(', ');
  return `${failed.length} of ${all} ${all === 1 ? 'check' : 'checks'} failed on ${named}.`;
}

function table({ command, ends }: RunAccount): readonly string[] {
  const changed = command === 'plan' ? 'would change' : 'changed';
  const rows = ends.slice(0, mostRows).map(({ host, outcome, counts }) => {
    const { ok, failed, skipped } = counts;
    const changes = command === 'verify' ? [] : [counts.changed];
    return `| ${[codeCell(host), inTable(outcome, command), ok, ...changes, failed, skipped].join(' | ')} |`;
  });
  const names = ['host', 'outcome', 'ok', ...(command === 'verify' ? [] : [changed]), 'failed', 'skipped'];
  const rule = names.map((_, at) => (at < 2 ? '---' : '--:'));
  const more = ends.length - rows.length;
  return [
    ...(rows.length === 0 ? [] : [`| ${names.join(' | ')} |`, `| ${rule.join(' | ')} |`, ...rows]),
    ...(more > 0 ? ['', `and ${more} more ${more === 1 ? 'host' : 'hosts'}`] : []),
  ];
}

/** A plan changes nothing, so the outcome is called `differs`. */
function inTable(outcome: Extract<Event, { type: 'host.done' }>['outcome'], command: RunAccount['command']) {
  return command === 'plan' && outcome === 'changed' ? 'differs' : outcome;
}

/** The order in which hosts change, and where the changes stopped. */
function turns({ turns: orders, halts }: RunAccount): readonly string[] {
  const lines = [
    ...orders.map((order) => `- in turn: ${orderInWords(order, codeSpan)}`),
    ...halts.map((halt) => `- ${haltInWords(halt, codeSpan)}`),
  ];
  return lines.length === 0 ? [] : [...lines, ''];
}

function notices({ notices: all }: RunAccount): readonly string[] {
  if (all.length === 0) return [];
  const shown = all.slice(0, mostNotices).map((notice) => noticeLine(notice).slice(0, 400));
  const more = all.length - shown.length;
  return [...codeBlock([...shown, ...(more > 0 ? [`(${more} more)`] : [])]), ''];
}

function sections(account: RunAccount, diff: boolean): readonly Section[] {
  const total = account.hosts.reduce((sum, host) => sum + account.stepsOf(host).length, 0);
  return account.hosts.flatMap((host) => {
    const trouble = account.done.get(host)?.trouble;
    const steps = account.stepsOf(host).map(stepPiece);
    const checks = account.failedChecksOf(host).map(checkPiece);
    const pieces = [
      ...(trouble ? [troublePiece(trouble)] : []),
      ...checks,
      ...steps.map(({ brief, full }) => ({ brief, full: diff ? full : brief })),
    ];
    if (pieces.length === 0) return [];
    const open = trouble || checks.length > 0 || total <= fewChanges ? 'open' : 'closed';
    const said = [
      counted(steps.length, account.command === 'plan' ? 'resource would change' : 'resource changed'),
      counted(checks.length, 'check failed'),
      ...(trouble ? [account.done.get(host)?.outcome ?? ''] : []),
    ].filter((part) => part !== '');
    const [first = '', last = ''] = folded(`${codeHtml(host)}: ${said.join(', ')}`, [], open);
    return [{ open: `${first}\n`, pieces, close: `\n${last}\n` }];
  });
}

/** `2 resources would change`; empty if there are none. */
function counted(count: number, what: string): string {
  const [noun = '', ...rest] = what.split(' ');
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'} ${rest.join(' ')}`;
}
