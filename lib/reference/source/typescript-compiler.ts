// The TypeScript compiler that reads types and comments. Trueup doesn't include one: projects have their own.
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type ts from 'typescript';

/** The package `typescript`. */
export type Compiler = typeof ts;

/** Access to the types of a program. */
export interface Reading {
  readonly ts: Compiler;
  readonly checker: ts.TypeChecker;
}

/** TypeScript 7 lacks the needed functions; Microsoft publishes version 6 under the second name, for use alongside. */
const packages = ['typescript', '@typescript/typescript6'];

/** The project's compiler; undefined if no compiler with the needed functions is installed. */
export function compilerOf(project: string): Compiler | undefined {
  const require = createRequire(join(resolve(project), 'package.json'));
  for (const name of packages) {
    try {
      const found = require(name) as Compiler | { readonly createProgram?: undefined };
      if (found.createProgram) return found;
    } catch {
      // Not installed.
    }
  }
  return undefined;
}
