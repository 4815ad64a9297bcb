// The registry of resource types: complete, and the only place outside them that knows their names.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import * as kit from '../../../lib/kit.js';
import type { ResourceType } from '../../../lib/model/resource.js';
import { defineResource } from '../../../lib/resources/define-resource.js';
import { registeredTypes, typeNamed } from '../../../lib/resources/registry.js';
import { builtInTypes } from '../../proofs/built-in-types.js';

const lib = join(import.meta.dirname, '../../../lib');

function sourcesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
}

/** Literals of a source that begin with one of the names: their place, and the text around. */
function literalsOf(name: string, names: readonly string[]): readonly (readonly [string, string])[] {
  const text = readFileSync(join(lib, name), 'utf8');
  // Few have one, and parsing takes a while.
  if (!names.some((one) => ["'", '`', '"'].some((quote) => text.includes(quote + one)))) return [];
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, true);
  const found: (readonly [string, string])[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node))
      found.push([node.text, node.parent.getText(source)]);
    node.forEachChild(visit);
  };
  visit(source);
  return found;
}

describe('the registry of resource types', () => {
  it('knows every type that a file of lib/resources defines, by its name', () => {
    const names = builtInTypes.map(({ type }) => type);
    for (const name of ['file', 'apt.packages', 'mysql.database', 'orphaned', 'reboot']) {
      assert.ok(names.includes(name), `${name} is missing in ${names.join(', ')}`);
    }
    for (const type of builtInTypes) assert.equal(typeNamed(type.type), type);
    assert.equal(typeNamed('no such type'), undefined);
  });

  it('takes one name once', () => {
    const [file] = registeredTypes().filter(({ type }) => type === 'file');
    assert.ok(file);
    const other: ResourceType<object, object> = { ...file };
    assert.throws(() => defineResource(other), /two resource types have the name file/);
    assert.doesNotThrow(() => defineResource(file));
  });

  it('is what roles get from the kit, too', () => {
    assert.equal(typeNamed('file'), kit.file({ path: '/x', content: '' }).type);
  });

  // A plain word such as `file` means much; one that is compared with a type means a type.
  it('is asked by the engine, which knows no type by its name', () => {
    const names = builtInTypes.map(({ type }) => type);
    const plain = /^[a-z]+$/;
    const found = sourcesBelow(lib)
      // lib/testing knows how each built-in type is tampered with, as the types' own tests do.
      .filter((name) => !/^(resources|testing)\//.test(name))
      .flatMap((name) =>
        literalsOf(name, names).flatMap(([text, around]) => {
          const type = names.find((one) => text === one || text.startsWith(`${one} `));
          if (type === undefined) return [];
          const isType = plain.test(type) ? /\btype [!=]==|[!=]== [\w.]*\btype$/.test(around) : true;
          return isType && !/^import|^export/.test(around) ? [`lib/${name}: ${around}`] : [];
        }),
      );
    assert.deepEqual(
      // The types of a tar archive's entries.
      found.filter((line) => !line.startsWith('lib/compile/bundles/untar.ts: ')),
      [],
      'make it a member of the type (lib/model/resource.ts), such as its phase',
    );
  });
});
