// Kernel modules and swap files.
import { kernelModule, swap, Type, type Resource, type Static } from '../../lib/kit.js';
import { each, section } from './named-section.js';
import { nameKey, pathKey } from './shared-schemas.js';

const moduleEntry = Type.Object(
  {
    load: Type.Optional(
      Type.Boolean({ description: 'Whether to load the module now and at each boot. Defaults to true.' }),
    ),
    options: Type.Optional(
      Type.Record(
        Type.String({ pattern: '^[A-Za-z0-9_]+$' }),
        Type.Unsafe<string | number>({ type: ['string', 'integer'], description: 'A number or text.' }),
        {
          description:
            'Module options, as in modprobe.d(5). They take effect the next time the module is loaded.',
        },
      ),
    ),
    blacklist: Type.Optional(
      Type.Boolean({ description: 'Whether to unload and block the module. Defaults to false.' }),
    ),
  },
  { additionalProperties: false },
);

const swapEntry = Type.Object(
  {
    size_mib: Type.Integer({ minimum: 1, description: 'Size of the file, in MiB.' }),
    priority: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 32767,
        description:
          'Priority: the kernel uses swap with a higher priority first. By default, the kernel chooses the priority.',
      }),
    ),
    active: Type.Optional(
      Type.Boolean({
        description:
          'Whether to activate the swap file now rather than only at the next boot. Defaults to true.',
      }),
    ),
  },
  { additionalProperties: false },
);

/** The variables with which an inventory configures the kernel. */
export const kernelVars = {
  kernel_modules: Type.Optional(
    section(nameKey, moduleEntry, 'Kernel modules, by name. `{}` loads the module.'),
  ),
  swap: Type.Optional(section(pathKey, swapEntry, 'Swap files, by path.')),
};

interface KernelVars {
  readonly kernel_modules?: Readonly<Record<string, Static<typeof moduleEntry>>>;
  readonly swap?: Readonly<Record<string, Static<typeof swapEntry>>>;
}

/** The modules, then the swap files. */
export function* declaredKernel({ kernel_modules, swap: files }: KernelVars): Generator<Resource> {
  yield* each('kernel_modules', kernel_modules, (name, entry) => kernelModule({ name, ...entry }));
  yield* each('swap', files, (where, { size_mib, ...rest }) =>
    swap({ path: where, sizeMiB: size_mib, ...rest }),
  );
}
