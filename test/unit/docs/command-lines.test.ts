// Each command line of trueup in a page is one that the real parser accepts.
import assert from 'node:assert/strict';
import { Command, CommanderError } from 'commander';
import { allCommands, pages } from './pages.js';

interface Line {
  readonly where: string;
  readonly words: readonly string[];
}

/** Up to what a shell would not pass on; undefined if only a shell knows the words. */
function wordsOf(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let rest = text.trim();
  while (rest !== '' && !/^(?:#|[|&;)<]|\d?>)/.test(rest)) {
    const [whole = ''] = /^(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\|&;()<>])+/.exec(rest) ?? [];
    if (whole === '') return undefined;
    words.push(whole.replace(/'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/g, '$1$2$3'));
    rest = rest.slice(whole.length).trimStart();
  }
  return words;
}

/** What is in brackets, a choice or cut short by an ellipsis is a pattern. */
function linesIn(where: string, text: string): readonly Line[] {
  return [...text.matchAll(/(?:^|[;&|(] |sudo |npx |\$ )\s*trueup ([a-z].*)$/gm)]
    .map(([, rest = '']) => ({ where, words: wordsOf(rest) }))
    .filter(
      (line): line is Line => line.words !== undefined && !line.words.some((word) => /…|^\[/.test(word)),
    );
}

const blocks = pages.flatMap(({ where, text }) =>
  [...text.matchAll(/^ *```(?:sh|bash|console|yaml)\n([\s\S]*?)^ *```/gm)].flatMap(([, block = '']) =>
    linesIn(where, block.replace(/\\\n\s*/g, '').replace(/^ *-? ?(?:run|script): (?=npx |trueup )/gm, '')),
  ),
);

const spans = pages.flatMap(({ where, text }) =>
  [...text.replace(/^ *```[^]*?^ *```/gm, '').matchAll(/`([^`]+)`/g)].flatMap(([, span = '']) =>
    linesIn(where, span.replace(/\n/g, ' ')),
  ),
);

/** All of them below one, which run nothing. Their parser forgets what it parsed before. */
async function parser(): Promise<Command> {
  const root = new Command('trueup').enablePositionalOptions();
  for (const command of (await allCommands()).values()) root.addCommand(command);
  reset(root);
  return root;
}

/** What is wrong, in the parser's words. */
function complaintOf(words: readonly string[], root: Command): string | undefined {
  try {
    root.parse([...words], { from: 'user' });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // A command with commands of its own shows its help.
    return error.exitCode === 0 || error.code === 'commander.help' ? undefined : error.message;
  }
}

/** A command that says what it doesn't understand, and does nothing with what it does. */
function reset(command: Command): void {
  command.exitOverride().configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  // One that only groups others has none, and gets none: without it, it shows its help.
  const { _actionHandler: handler } = command as unknown as { readonly _actionHandler: unknown };
  if (handler !== null) command.action(() => undefined);
  command.commands.forEach(reset);
}

/** What the parser has against them. */
async function complaintsOf(lines: readonly Line[], mayBeShort = false): Promise<readonly string[]> {
  const root = await parser();
  const wrong: string[] = [];
  for (const { where, words } of lines) {
    const complaint = complaintOf(words, root);
    if (
      complaint === undefined ||
      (mayBeShort && /missing required argument|argument missing/.test(complaint))
    )
      continue;
    wrong.push(`${where}: trueup ${words.join(' ')}: ${complaint}`);
  }
  return wrong;
}

/** The examples at the end of a command's help, without what is explained beside them. */
function examplesOf(name: string, command: Command): readonly Line[] {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) });
  command.outputHelp();
  const [, examples = ''] = help.split(/^Examples?:$/m);
  return [
    ...linesIn(`trueup ${name} --help`, examples.replace(/(?<=\S) {2,}.*$/gm, '')),
    ...command.commands.flatMap((nested) => examplesOf(`${name} ${nested.name()}`, nested)),
  ];
}

describe('command lines', () => {
  it('in pages are understood', async () => {
    assert.ok(blocks.length > 80, String(blocks.length));
    assert.deepEqual(await complaintsOf(blocks), []);
  });

  it('within sentences are understood, as far as they go', async () => {
    assert.ok(spans.length > 60, String(spans.length));
    assert.deepEqual(await complaintsOf(spans, true), []);
  });

  it('in the help of commands are understood', async () => {
    const examples = [...(await allCommands())].flatMap(([name, command]) => examplesOf(name, command));
    assert.ok(examples.length > 30, String(examples.length));
    assert.deepEqual(await complaintsOf(examples), []);
  });

  it('would be complained of', async () => {
    const root = await parser();
    for (const words of [['aply'], ['apply', '--yess'], ['lab', 'stop', '--install'], ['retire']])
      assert.notEqual(complaintOf(words, root), undefined, words.join(' '));
  });
});
