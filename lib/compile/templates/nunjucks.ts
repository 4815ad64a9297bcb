// The only import of nunjucks: types for parts that its own types don't cover, by their names in version 3.2.4.
import nunjucks from 'nunjucks';
// @ts-expect-error -- it has no types
import transformer from 'nunjucks/src/transformer.js';

/** A node of the syntax tree. Its type determines which fields it has. */
export interface Node {
  readonly typename: string;
  readonly lineno: number;
  readonly colno: number;
  readonly value: unknown;
  readonly children: readonly Node[];
  readonly name: Node;
  readonly args: Node;
  readonly right: Node;
  readonly target: Node;
  readonly val: Node;
}

/** Generates JavaScript for a syntax tree, piece by piece. */
interface NunjucksCompiler {
  readonly buffer: string;
  fail(message: string, line: number, column: number): never;
  getCode(): string;
  compile(node: Node, frame?: unknown): void;
  compileSymbol(node: Node, frame: unknown): void;
  compileFilter(node: Node, frame: unknown): void;
  compileIs(node: Node, frame: unknown): void;
  _emit(code: string): void;
  _getNodeName(node: Node): string;
  _compileAggregate(node: Node, frame: unknown, open: string, close: string): void;
}

interface NunjucksEnvironment {
  readonly globals: Readonly<Record<string, (...values: readonly unknown[]) => unknown>>;
  readonly opts: object;
  addGlobal(name: string, value: unknown): void;
  render(name: string, values: object): unknown;
}

/** A compiled template. */
export type Template = object;

interface Nunjucks {
  readonly compiler: { readonly Compiler: new (templateName: string) => NunjucksCompiler };
  readonly Environment: new (loaders: readonly never[], options: object) => NunjucksEnvironment;
  readonly Template: new (
    code: { readonly type: 'code'; readonly obj: unknown },
    environment: NunjucksEnvironment,
    path: string,
    eager: true,
  ) => Template;
  readonly lib: { _prettifyError(path: string, withInternals: boolean, error: unknown): Error };
  readonly parser: { parse(source: string, extensions: readonly never[], options: object): Node };
}

export const { compiler, Environment, Template, lib, parser } = nunjucks as unknown as Nunjucks;

/** Transforms a syntax tree into the form that the compiler expects. */
export const { transform } = transformer as { transform: (tree: Node) => Node };
