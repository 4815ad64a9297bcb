// Rules of this project that no linter brings.

/** A signal that was aborted before one listens never says so. */
const whenAborted = {
  create: (context) => ({
    'CallExpression[callee.property.name=/EventListener$/][arguments.0.value="abort"]'(node) {
      const message = 'a signal may have been aborted before: whenAborted (lib/model/when-aborted.ts)';
      context.report({ node, message });
    },
  }),
};

const hints = ["Property[key.name='hint']", "VariableDeclarator[id.name='hint']"];
const lowerCase = [
  'Literal[value=/^[a-z]/]',
  'TemplateLiteral > TemplateElement:first-child[value.raw=/^[a-z]/]',
];

/** An error is a phrase, its hint a sentence. */
const hintIsASentence = {
  create: (context) => ({
    [hints.flatMap((hint) => lowerCase.map((text) => `${hint} > ${text}`)).join(', ')](node) {
      context.report({ node, message: 'a hint is a sentence' });
    },
  }),
};

export default {
  meta: { name: 'trueup' },
  rules: { 'hint-is-a-sentence': hintIsASentence, 'when-aborted': whenAborted },
};
