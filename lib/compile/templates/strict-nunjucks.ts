// The only door to nunjucks: no HTML escaping, no way out of a template, and a name that stands for nothing is an error.
import nunjucks from 'nunjucks';
import { watched } from '../../bounds/watched.js';
import { onlyNames, onlyWords, type Compiler, type Emit, type Lexer, type Node } from './nunjucks-words.js';
import {
  added,
  bounded,
  boundedFilter,
  counted,
  nested,
  range,
  secondsAllowed,
  spend,
} from './template-bounds.js';
import { TemplateFiles } from './template-files.js';
import { forgetSecrets, member, printable, secretSeen, strict } from './template-lookups.js';

type Internals = typeof nunjucks & {
  compiler: { Compiler: { prototype: Compiler } };
  lexer: Lexer;
  Template: { prototype: { _compile: (this: { readonly tmplStr: string }) => void } };
  runtime: Record<string, unknown> & { suppressValue: (value: unknown, escape: boolean) => unknown };
};

/** Longer templates are watched while they are compiled, which costs a millisecond or two. */
const usual = 32 * 1024;

/*
 * nunjucks' throwOnUndefined only sees what is printed: `{% if nope %}` and `{{ nope | upper }}` pass. So the compiler
 * is made to wrap each lookup (compileSymbol, compileLookupVal). Behind `default` and in `is defined` a missing name is
 * what is asked about. What is put out, and what `+` and `~` make, is counted.
 */
function makeStrict({ compiler, lexer, runtime, Template }: Internals): void {
  const proto = compiler.Compiler.prototype;
  onlyWords(lexer);
  onlyNames(proto);
  const { compileSymbol, compileFilter, compileIs, compileLiteral } = proto;
  const { suppressValue } = runtime;
  const { _compile } = Template.prototype;
  Template.prototype._compile = function () {
    const compile = (): void => {
      _compile.call(this);
    };
    if (this.tmplStr.length > usual) watched(secondsAllowed, compile);
    else compile();
  };
  const { _emitLoopBindings } = proto;
  proto._emitLoopBindings = function (...parts) {
    this._emit('runtime.trueupTurn();');
    _emitLoopBindings.apply(this, parts);
  };
  Object.assign(runtime, {
    trueupStrict: strict,
    trueupMember: member,
    trueupAdd: added,
    trueupText: counted,
    trueupTurn: () => {
      spend();
    },
  });
  runtime.suppressValue = (value, escape) => counted(suppressValue(printable(value), escape));

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
  const lenientWhen = (asks: (node: Node) => boolean, original: Emit | undefined): Emit =>
    function (node, frame) {
      const before = this.trueupLenient ?? false;
      this.trueupLenient = before || asks(node);
      original?.call(this, node, frame);
      this.trueupLenient = before;
    };
  const adding = (between: string): Emit =>
    function (node, frame) {
      this._emit('runtime.trueupAdd((');
      this.compile(node.left, frame);
      this._emit(`)${between}, (`);
      this.compile(node.right, frame);
      this._emit('))');
    };
  if (compileSymbol) proto['compileSymbol'] = wrap(compileSymbol);
  proto['compileLookupVal'] = wrap(function (node, frame) {
    this._emit('runtime.trueupMember((');
    this._compileExpression(node.target, frame);
    this._emit('),');
    this._compileExpression(node.val, frame);
    this._emit(')');
  });
  proto['compileAdd'] = adding('');
  proto['compileConcat'] = adding(' + ""');
  proto.compileLiteral = function (node, frame) {
    const isText = node.typename === 'TemplateData';
    if (isText) this._emit('runtime.trueupText(');
    compileLiteral.call(this, node, frame);
    if (isText) this._emit(')');
  };
  proto['compileFilter'] = lenientWhen(
    ({ name }) => name.value === 'default' || name.value === 'd',
    compileFilter,
  );
  proto['compileIs'] = lenientWhen(
    ({ right }) => right.value === 'defined' || right.value === 'undefined',
    compileIs,
  );
}

makeStrict(nunjucks as unknown as Internals);

interface Inside {
  filters: Record<string, Parameters<typeof boundedFilter>[1]>;
  getTemplate(name: unknown, eager: unknown, ...rest: unknown[]): unknown;
}

/** An environment for the templates below a folder. */
export function templatesBelow(folder: string): nunjucks.Environment {
  const environment = new nunjucks.Environment(new TemplateFiles(folder) as unknown as nunjucks.ILoader, {
    autoescape: false,
    throwOnUndefined: true,
    trimBlocks: true,
    lstripBlocks: true,
  });
  environment.addGlobal('range', range);
  const inside = environment as unknown as Inside;
  for (const [name, filter] of Object.entries(inside.filters)) {
    inside.filters[name] = boundedFilter(name, filter);
  }
  const getTemplate = inside.getTemplate.bind(environment);
  // Compiled at once: an included template's slip would otherwise be told after the rendering, to nobody.
  inside.getTemplate = (name, eager, ...rest) =>
    nested(() =>
      typeof eager === 'function' ? getTemplate(name, true, eager) : getTemplate(name, true, ...rest),
    );
  return environment;
}

/** Renders once; `secret` tells whether a secret's value went into the text. Throws nunjucks' errors. */
export function renderStrictly(
  environment: nunjucks.Environment,
  template: string,
  values: Readonly<Record<string, unknown>>,
): { readonly text: string; readonly secret: boolean } {
  forgetSecrets();
  const text: unknown = bounded(() => environment.render(template, values));
  if (typeof text !== 'string') throw new Error('it produced no text');
  return { text, secret: secretSeen() };
}
