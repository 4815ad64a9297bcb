// Errors of templates: the message completes a sentence about the variable.

import type { Place } from '../../model/fleet.js';

/** Thrown while a template is read or filled in. */
export class TemplateError extends Error {
  /** The variable whose template it is: the innermost one, if templates use each other. */
  where?: { readonly variable: string; readonly place: Place };

  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** Thrown when an undefined name is used; `default` catches it. */
export class UndefinedError extends TemplateError {
  constructor(name: string) {
    const fact = name.startsWith('ansible_');
    super(
      `${name} is not defined`,
      fact
        ? 'Ansible facts are not available when trueup reads an inventory. Replace the fact with its value.'
        : /^[\w.]+$/.test(name)
          ? `Define it, or give it a default: ${name} | default('…').`
          : "Give it a default with the filter default('…').",
    );
  }
}
