// The only door to nunjucks: no HTML escaping, and a name that stands for nothing is an error wherever it is used.
import nunjucks from 'nunjucks';
import { Secret } from '../model/secret.js';

interface Node {
  readonly lineno: number;
  readonly colno: number;
  readonly value: string;
  readonly name: Node & { readonly value: string };
  readonly right: Node;
  readonly target: Node;
  readonly val: Node;
}

interface Compiler {
  trueupLenient?: boolean;
  _emit(code: string): void;
  _getNodeName(node: Node): string;
  _compileExpression(node: Node, frame: unknown): void;
  compileSymbol: Emit;
  compileLookupVal: Emit;
  compileFilter: Emit;
  compileIs: Emit;
}

type Emit = (this: Compiler, node: Node, frame: unknown) => void;

type Internals = typeof nunjucks & {
  compiler: { Compiler: { prototype: Compiler } };
  runtime: {
    memberLookup(target: unknown, key: unknown): unknown;
    trueupStrict?: (value: unknown, name: string) => unknown;
    trueupMember?: (target: unknown, key: unknown) => unknown;
  };
};

/** Rendering is synchronous, so one variable knows whose secret is used. */
let sawSecret = false;
const forbidden = new Set(['constructor', '__proto__', 'prototype']);

/** Every lookup of a template goes through here. */
function strict(value: unknown, name: string): unknown {
  if (value === undefined) throw new Error(`${name} is not defined`);
  if (!(value instanceof Secret)) return value;
  sawSecret = true;
  return value.reveal();
}

/*
 * nunjucks' throwOnUndefined only sees what is printed: `{% if nope %}` and `{{ nope | upper }}` pass. So the compiler
 * is made to wrap each lookup (3.2.4: src/compiler.js compileSymbol, compileLookupVal). Behind `default` and in
 * `is defined` a missing name is what is asked about.
 */
function makeStrict({ compiler, runtime }: Internals): void {
  const proto = compiler.Compiler.prototype;
  const { compileSymbol, compileFilter, compileIs } = proto;
  runtime.trueupStrict = strict;
  runtime.trueupMember = (target, key) => {
    if (forbidden.has(String(key))) throw new Error(`${String(key)} is out of bounds for a template`);
    return runtime.memberLookup(target, key);
  };

  const wrap = (original: Emit): Emit =>
    function (node, frame) {
      if (this.trueupLenient) {
        original.call(this, node, frame);
        return;
      }
      const at = `lineno = ${node.lineno + 1}, colno = ${node.colno + 1}`;
      this._emit(`(${at}, runtime.trueupStrict(`);
      original.call(this, node, frame);
      this._emit(`, ${JSON.stringify(this._getNodeName(node))}))`);
    };
  const lenientWhen = (asks: (node: Node) => boolean, original: Emit): Emit =>
    function (node, frame) {
      const before = this.trueupLenient ?? false;
      this.trueupLenient = before || asks(node);
      original.call(this, node, frame);
      this.trueupLenient = before;
    };
  proto.compileSymbol = wrap(compileSymbol);
  proto.compileLookupVal = wrap(function (node, frame) {
    this._emit('runtime.trueupMember((');
    this._compileExpression(node.target, frame);
    this._emit('),');
    this._compileExpression(node.val, frame);
    this._emit(')');
  });
  proto.compileFilter = lenientWhen((node) => ['default', 'd'].includes(node.name.value), compileFilter);
  proto.compileIs = lenientWhen((node) => ['defined', 'undefined'].includes(node.right.value), compileIs);
}

makeStrict(nunjucks as Internals);

/** An environment for the templates below a folder. */
export function templatesBelow(folder: string): nunjucks.Environment {
  const loader = new nunjucks.FileSystemLoader(folder, { noCache: false, watch: false });
  return new nunjucks.Environment(loader, {
    autoescape: false,
    throwOnUndefined: true,
    trimBlocks: true,
    lstripBlocks: true,
  });
}

/** Renders once; `secret` tells whether a secret's value went into the text. Throws nunjucks' errors. */
export function renderStrictly(
  environment: nunjucks.Environment,
  template: string,
  values: Readonly<Record<string, unknown>>,
): { readonly text: string; readonly secret: boolean } {
  sawSecret = false;
  const text = environment.render(template, values);
  return { text, secret: sawSecret };
}
