// Who may import whom. docs/architecture.md draws the same arrows.
const only = (name, from, to, comment) => ({ name, severity: 'error', comment, from: { path: from }, to });

/** A third-party package and the only files that may import it. */
const door = (name, packageName, doors) => ({
  name: `door-${name}`,
  severity: 'error',
  comment: `${packageName} has one doorman`,
  from: { path: '^(cli|lib|roles)/', pathNot: doors },
  to: { path: `node_modules/${packageName}/` },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      comment: 'types alone make none either',
      from: {},
      to: { circular: true },
    },
    only('lib-knows-no-cli', '^lib/', { path: '^cli/' }, 'the engine knows nobody who looks at it'),
    only('lib-knows-no-role', '^lib/(?!trueup\\.ts$)', { path: '^roles/' }, 'roles come in as values'),
    only(
      'roles-use-the-kit',
      '^roles/',
      { path: '^(lib/(?!kit\\.ts)|cli/)' },
      'a role imports the kit and other roles',
    ),
    only(
      'model-is-ground',
      '^lib/model/',
      { path: '^(cli|roles|lib/(?!model/))' },
      'nouns depend on nothing',
    ),
    only(
      'bounds-are-ground',
      '^lib/bounds/',
      { path: '^(cli|roles|lib/(?!bounds/))' },
      'a bound needs nobody',
    ),
    only('shell-is-pure', '^lib/shell/', { path: '^lib/(?!model/|shell/)' }, 'shell text needs nouns only'),
    only(
      'platform-is-a-table',
      '^lib/platform/',
      { path: '^lib/(?!model/|platform/)' },
      'what a release can do follows from what it is',
    ),
    only(
      'wire-below-plan',
      '^lib/wire/',
      { path: '^lib/(?!model/|shell/|wire/)' },
      'the wire knows scripts and frames',
    ),
    only(
      'undo-below-resources',
      '^lib/undo/',
      { path: '^lib/(?!model/|shell/|undo/)' },
      'going back knows no resource type: what one says of it is in the model',
    ),
    only(
      'snapshots-below-triggers',
      '^lib/undo/snapshot/',
      { path: '^lib/undo/(?!snapshot/)' },
      'a snapshot knows nothing of when it is put back',
    ),
    only(
      'triggers-apart',
      '^lib/undo/triggers/',
      { path: '^lib/undo/(?!snapshot/|triggers/)' },
      'the host goes back by itself without a record',
    ),
    only(
      'channels-are-streams',
      '^lib/channel/',
      { path: '^lib/(?!model/|channel/)' },
      "a process's streams, whoever started it",
    ),
    only(
      'ssh-below-plan',
      '^lib/ssh/',
      { path: '^lib/(?!model/|shell/|bounds/|temporary-folder\\.ts|channel/|ssh/)' },
      'a transport opens channels, no more',
    ),
    only(
      'local-below-plan',
      '^lib/local/',
      { path: '^lib/(?!model/|channel/|local/)' },
      'a transport opens channels, no more',
    ),
    only(
      'plan-cannot-write',
      '^lib/plan/',
      { path: '^lib/(converge|verify)/' },
      'a plan can reach nothing that changes a host',
    ),
    only(
      'engine-below-plan',
      '^lib/engine/',
      { path: '^lib/(plan|converge|verify|inventory|resources|checks)/' },
      'what plan, converge and verify share knows none of them',
    ),
    only(
      'runs-on-top',
      '^lib/(?!run/|trueup\\.ts$)',
      { path: '^lib/(run/|trueup\\.ts$)' },
      'what a run is made of knows nobody who begins one',
    ),
    only(
      'testing-on-top',
      '^lib/(?!testing/|kit\\.ts$)',
      { path: '^lib/testing/' },
      'what is tested knows nothing of its test',
    ),
    only(
      'tests-of-roles-are-pure',
      '^lib/kit\\.ts$',
      { path: '^lib/testing/(?!define-role-test\\.ts$|tamper/)' },
      'a role says how it is tested, and brings no engine along',
    ),
    only(
      'secrets-below-inventory',
      '^lib/secrets/',
      { path: '^lib/(?!model/|shell/|bounds/|operator\\.ts|secrets/)' },
      'sealed values know texts, no inventory',
    ),
    only(
      'views-see-events',
      '^cli/view/',
      { path: '^lib/(ssh|wire|engine|plan|converge|inventory)/' },
      'a view folds events',
    ),
    only(
      'pure-resources',
      '^lib/(resources|checks)/',
      {
        path: '^lib/(?!model/|shell/|resources/|checks/|undo/(snapshot|triggers)/|undo/ledger/remove-resource\\.ts$|pki/(check-certificate|parse-certificates)\\.ts$)',
      },
      'pure data and pure functions; a type may arm a trigger, and take away what an entry of the ledger says; it knows no record',
    ),
    {
      name: 'resources-do-no-io',
      severity: 'error',
      from: { path: '^lib/(resources|undo|shell|model)/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|util|path|stream)$' },
    },
    door('ssh2', 'ssh2', '^lib/ssh/'),
    door('listr2', 'listr2', '^cli/view/'),
    door('nunjucks', 'nunjucks', '^lib/compile/templates/nunjucks\\.ts$'),
    door('mocha', 'mocha', '^lib/verify/'),
    door('yaml', 'yaml', '^(lib/(inventory|secrets)/|cli/)'),
    door('age', 'age-encryption', '^lib/secrets/age\\.ts$'),
    door('x509', '@peculiar/x509', '^lib/pki/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
