// The TypeScript compiler that reads types and comments. Trueup doesn't include one: projects have their own.
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type ts from 'typescript';

/** The package `typescript`. */
export type Compiler = typeof ts;

/** What knows the types of a program. */
export interface Reading {
  readonly ts: Compiler;
  readonly checker: ts.TypeChecker;
}

/** The project's compiler; undefined where none is installed that has the functions that are needed. */
export function compilerOf(project: string): Compiler | undefined {
  const require = createRequire(join(resolve(project), 'package.json'));
  try {
    const found = require('typescript') as Compiler | { readonly createProgram?: undefined };
    return found.createProgram ? found : undefined;
  } catch {
    return undefined;
  }
}
