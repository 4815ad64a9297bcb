// A nunjucks compiler whose code passes every value through the environment, where an undefined name is an error.
import { compiler, type Node } from './nunjucks.js';

/** How a value that is looked up is treated. */
type Asked = 'known' | 'optional' | 'untouched';

/*
 * nunjucks' throwOnUndefined only checks what is printed: `{% if nope %}` and `{{ nope | upper }}` pass. Therefore,
 * each lookup is wrapped. With `default` and `is defined`, a name may be undefined.
 */
/** For templates of a StrictEnvironment. */
export class StrictCompiler extends compiler.Compiler {
  #asked: Asked = 'known';

  override compileSymbol(node: Node, frame: unknown): void {
    const name = String(node.value);
    // A name is copied into the code as it is, and anything up to a blank or an operator counts as one: {{ name" }}.
    if (!/^\w+$/.test(name))
      this.fail(`${JSON.stringify(name)} is not a valid name`, node.lineno, node.colno);
    this.#look(node, () => {
      super.compileSymbol(node, frame);
    });
  }

  compileLookupVal(node: Node, frame: unknown): void {
    this.#look(node, () => {
      this._emit('env.member(');
      this.compile(node.target, frame);
      this._emit(', ');
      this.compile(node.val, frame);
      this._emit(')');
    });
  }

  override compileFilter(node: Node, frame: unknown): void {
    const lenient = node.name.value === 'default' || node.name.value === 'd';
    this.#asking(lenient ? 'optional' : this.#asked, () => {
      super.compileFilter(node, frame);
    });
  }

  override compileIs(node: Node, frame: unknown): void {
    const lenient = node.right.value === 'defined' || node.right.value === 'undefined';
    this.#asking(lenient ? 'untouched' : this.#asked, () => {
      super.compileIs(node, frame);
    });
  }

  compileFunCall(node: Node, frame: unknown): void {
    this._emit(`(${placeOf(node)}, runtime.callWrap(`);
    this.compile(node.name, frame);
    this._emit(`, ${JSON.stringify(this._getNodeName(node.name))}, context, `);
    this._compileAggregate(node.args, frame, '[', ']))');
  }

  compileOutput({ children }: Node, frame: unknown): void {
    for (const child of children) {
      const isText = child.typename === 'TemplateData';
      this._emit(`${this.buffer} += (${isText ? '(' : `${placeOf(child)}, env.printable(`}`);
      this.compile(child, frame);
      this._emit('));\n');
    }
  }

  #look(node: Node, emit: () => void): void {
    if (this.#asked === 'untouched') {
      emit();
      return;
    }
    this._emit(`(${placeOf(node)}, env.${this.#asked}(`);
    emit();
    this._emit(`, ${JSON.stringify(this._getNodeName(node))}))`);
  }

  #asking(asked: Asked, emit: () => void): void {
    const before = this.#asked;
    this.#asked = asked;
    emit();
    this.#asked = before;
  }
}

/** Code that records the current position: an error is reported at the position that was recorded last. */
function placeOf({ lineno, colno }: Node): string {
  return `lineno = ${lineno + 1}, colno = ${colno + 1}`;
}
