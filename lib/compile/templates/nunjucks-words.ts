// Keeps a template's words from becoming JavaScript when nunjucks makes code of it.
import { nameProblem } from './template-lookups.js';

/** A node of nunjucks' syntax tree; which fields there are depends on its type. */
export interface Node {
  readonly typename: string;
  readonly lineno: number;
  readonly colno: number;
  readonly value: unknown;
  readonly children: readonly Node[];
  readonly targets: readonly Node[];
  readonly names: Node;
  readonly name: Node;
  readonly args: Node;
  readonly key: Node;
  readonly left: Node;
  readonly right: Node;
  readonly target: Node;
  readonly val: Node;
}

/** What of nunjucks' compiler is changed. */
export interface Compiler {
  trueupLenient?: boolean;
  fail(message: string, line: number, column: number): never;
  _emit(code: string): void;
  _getNodeName(node: Node): string;
  _compileExpression(node: Node, frame: unknown): void;
  _compileAggregate(node: Node, frame: unknown, open: string, close: string): void;
  _emitLoopBindings: (this: Compiler, ...parts: unknown[]) => void;
  compile: Emit;
  compileLiteral: Emit;
  _compileMacro: (this: Compiler, node: Node, frame: unknown) => string;
  [method: `compile${string}`]: Emit;
}

/** Writes the code of a node. */
export type Emit = (this: Compiler, node: Node, frame: unknown) => void;

interface Tokenizer {
  nextToken: () => (Pick<Node, 'lineno' | 'colno' | 'value'> & { readonly type: string }) | null;
}

/** What of nunjucks' lexer is changed. */
export interface Lexer {
  lex: (source: string, options: unknown) => Tokenizer;
}

/*
 * nunjucks (3.2.4) makes JavaScript of a template. These are all places of src/compiler.js where a word of the template
 * gets into the code as it is: such a word must be a name. The lexer looks at those that stand bare, this at those that
 * may be text, too: {% set "…" = 1 %}, {% import x as "…" %}.
 */
/** Makes the compiler refuse words that are no names. */
export function onlyNames(proto: Compiler): void {
  const named: Readonly<Record<string, (node: Node) => readonly Node[]>> = {
    compileSet: ({ targets }) => targets,
    compileMacro: ({ name }) => [name],
    compileImport: ({ target }) => [target],
    compileFromImport: ({ names }) => names.children.flatMap(pairOrName),
    compileFor: ({ name }) => (name.typename === 'Array' ? name.children : [name]),
    compileIs: ({ right }) => [right.typename === 'FunCall' ? right.name : right],
  };
  for (const [method, words] of Object.entries(named)) {
    const original = proto[method as `compile${string}`];
    proto[method as `compile${string}`] = function (node, frame) {
      for (const word of words(node)) checkName(this, word);
      original?.call(this, node, frame);
    };
  }
  const { _compileMacro } = proto;
  proto._compileMacro = function (node, frame) {
    for (const { children } of node.args.children.filter(({ typename }) => typename !== 'Symbol'))
      for (const { key } of children) checkName(this, key);
    return _compileMacro.call(this, node, frame);
  };
  for (const method of ['compileAsyncEach', 'compileAsyncAll', 'compileIfAsync'] as const) {
    proto[method] = function ({ lineno, colno }) {
      this.fail('asynchronous tags are not supported', lineno, colno);
    };
  }
  proto['compileFunCall'] = function (node, frame) {
    this._emit(`(lineno = ${node.lineno}, colno = ${node.colno}, runtime.callWrap(`);
    this._compileExpression(node.name, frame);
    this._emit(`, ${JSON.stringify(this._getNodeName(node.name))}, context, `);
    this._compileAggregate(node.args, frame, '[', ']))');
  };
}

function checkName(compiler: Compiler, { value, lineno, colno }: Node): void {
  const problem = nameProblem(value);
  if (problem !== undefined) compiler.fail(problem, lineno, colno);
}

function pairOrName(node: Node): readonly Node[] {
  return node.typename === 'Pair' ? [node.key, node.value as Node] : [node];
}

/** Makes the lexer refuse words that are no names: it takes everything up to a blank or an operator for one. */
export function onlyWords(lexer: Lexer): void {
  const { lex } = lexer;
  lexer.lex = (source, options) => {
    const tokens = lex(source, options);
    const next = tokens.nextToken.bind(tokens);
    tokens.nextToken = () => {
      const token = next();
      const problem = token?.type === 'symbol' ? nameProblem(token.value) : undefined;
      // As nunjucks tells places, so that the reader of its messages finds it.
      if (token && problem !== undefined)
        throw new Error(`[Line ${token.lineno + 1}, Column ${token.colno + 1}]\n  ${problem}`);
      return token;
    };
    return tokens;
  };
}
