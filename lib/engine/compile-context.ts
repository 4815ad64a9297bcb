// Builds the context that compiling needs.
import type { Fleet } from '../model/fleet.js';
import { rendererOf, type Render } from '../compile/templates/render.js';
import type { CompileContext } from '../compile/role-scope.js';
import type { EngineOptions } from './engine-options.js';

/** One context serves a whole run: templates are compiled once. */
export function compileContextOf(
  fleet: Fleet,
  options: Pick<EngineOptions, 'roles' | 'packageRoot'>,
): CompileContext {
  const { roles, packageRoot } = options;
  const renderers = new Map<string, Render>();
  const renderIn = (folder: string): Render => {
    const render = renderers.get(folder) ?? rendererOf(folder);
    renderers.set(folder, render);
    return render;
  };
  return { fleet, roles, packageRoot, renderIn };
}
