// The program that an alternative points to; see update-alternatives(1).
import { Unreadable, type Resource, type ResourceType } from '../../model/resource.js';
import { TrueupError } from '../../model/trueup-error.js';
import { join, sh } from '../../shell/sh.js';
import { AnswerReader } from '../answer-reader.js';
import { checkPath } from '../check-paths-and-names.js';
import { defineResource } from '../define-resource.js';

export interface AlternativeWant {
  /** Name of the alternative: `editor`. */
  readonly name: string;
  /** Absolute path of the program: `/usr/bin/vim.basic`. */
  readonly path: string;
}

const alternativeType: ResourceType<AlternativeWant, string, 'path'> = {
  type: 'alternative',
  id: ({ name }) => name,

  // Status 2: there are no alternatives with that name.
  probe: (wants) =>
    join(
      wants.map(
        ({ name }) => sh`
said=$(update-alternatives --query ${name} 2>&1) || [ $? = 2 ]
printf '%s\n' "$said" | sed -n 's/^Value: //p'
echo .`,
      ),
    ),

  read(answer, wants) {
    const reader = new AnswerReader(answer, 'alternatives');
    return wants.map(({ name }) => {
      const [path] = reader.linesUpTo('.');
      return path ?? new Unreadable(`there are no alternatives for ${name}`);
    });
  },

  diff: ({ path: to }, from) => (from === to ? [] : [{ verb: 'update', key: 'path', from, to }]),
  apply: ({ name, path }) => sh`update-alternatives --quiet --set ${name} ${path}`,
  undo: { revert: ({ name }, path) => sh`update-alternatives --quiet --set ${name} ${path}` },
};

const make = defineResource(alternativeType);

/** Throws E_INPUT for an invalid name or path. */
export function alternative(want: AlternativeWant): Resource {
  if (!/^\w[\w.+-]*$/.test(want.name))
    throw new TrueupError('E_INPUT', `${JSON.stringify(want.name)} is not a valid alternative name`);
  checkPath(want.path);
  return make(want);
}
