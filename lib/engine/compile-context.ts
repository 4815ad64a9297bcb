// Puts together what compiling needs.
import { join } from 'node:path';
import type { Fleet } from '../model/fleet.js';
import { rendererOf } from '../compile/templates/render.js';
import type { CompileContext } from '../compile/scope.js';
import type { EngineOptions } from './engine-options.js';

/** One context serves a whole run: templates are compiled once. */
export function compileContextOf(
  fleet: Fleet,
  options: Pick<EngineOptions, 'roles' | 'packageRoot'>,
): CompileContext {
  const { roles, packageRoot } = options;
  return { fleet, roles, packageRoot, render: rendererOf(join(packageRoot, 'templates')) };
}
