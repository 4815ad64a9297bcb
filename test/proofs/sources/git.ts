// The proof of checkouts.
import { git, packages, Secret, sh } from '../../../lib/kit.js';
import { tamper } from '../../../lib/testing/tamper/sources/git.js';
import type { GitWant } from '../../../lib/resources/sources/git.js';
import {
  dropRepository,
  first,
  moveBranch,
  putRepository,
  repositoryUrl,
  second,
} from '../fixtures/git-repository.js';
import { proofOf, type Refused } from '../proof.js';

const path = '/srv/trueup-checkout';
const want = git({ path, repository: repositoryUrl, ref: 'main' });
const tagged = git({ path, repository: repositoryUrl, ref: 'v1', owner: 'root' });
const remote = `remote ${second}\trefs/heads/main\n`;
const there = `kind checkout\nowner root:root\nrepository ${repositoryUrl}\n`;
const needed = packages({ names: ['git'] });
const gone = sh`rm -rf ${path} ${`${path}.orphaned`}
${dropRepository}`;
const bare = sh`${gone}
dpkg --purge git 2>&1`;
const me = `git ${path}`;
const look = sh`cat ${`${path}/a b`} 2>&1 || true; [ ! -e ${path} ] || { stat -c %U ${path}; cat ${`${path}/.git/HEAD`}; git -C ${path} status --porcelain; }`;
const refused = (what: string, wrong: Partial<GitWant>): Refused => [
  what,
  () => git({ path, repository: 'https://example.org/x.git', ref: 'main', ...wrong }),
];

export const proof = proofOf<GitWant>({
  type: 'git',
  cases: [
    {
      name: 'a missing tree is checked out at the commit that the branch is at',
      want,
      answer: `${remote}kind missing\n== end\n`,
      then: [{ verb: 'create', what: 'commit', to: second }],
    },
    {
      name: 'a tree at the commit is left alone',
      want,
      answer: `${remote}${there}head ${second}\n== end\n`,
      then: [],
    },
    {
      name: 'a branch that went on is told, commit by commit',
      want,
      answer: `${remote}${there}head ${first}\nbranch refs/heads/main\nchanged  M a b\n== end\n`,
      then: [
        { verb: 'update', what: 'commit', from: first, to: second },
        { verb: 'update', what: 'files', from: 'changed on the host:  M a b', to: 'as committed' },
      ],
    },
    {
      name: 'a tag is the commit that it is about',
      want: tagged,
      answer: `remote ${second}\trefs/tags/v1\nremote ${first}\trefs/tags/v1^{}\n${there}head ${first}\n== end\n`,
      then: [],
    },
    {
      name: 'another repository is told without its password',
      want: git({
        path,
        repository: repositoryUrl,
        ref: second,
        user: 'me',
        password: new Secret('x'),
        submodules: true,
      }),
      answer: `kind checkout\nowner root:root\nrepository https://me:hunter2@example.org/x\nhead ${second}\n== end\n`,
      then: [{ verb: 'update', what: 'repository', from: 'https://***@example.org/x', to: repositoryUrl }],
    },
    {
      name: 'an empty folder is taken',
      want: git({
        path,
        repository: 'git@example.org:x.git',
        ref: 'refs/heads/main',
        owner: 'app',
        keyFile: '/etc/key',
      }),
      answer: `${remote}owner root:root\nkind empty\n== end\n`,
      then: [{ verb: 'create', what: 'commit', to: second }],
    },
    {
      name: 'another user’s tree changes hands first',
      want,
      answer: `${remote}owner app:app\nkind foreign\n== end\n`,
      then: [{ verb: 'update', what: 'owner', from: 'app:app', to: 'root:root' }],
    },
    {
      name: 'a branch that is not there is unknown',
      want,
      answer: `kind missing\n== end\n`,
      then: { unreadable: 'the repository has no branch or tag main' },
    },
    {
      name: 'a name for two things is unknown',
      want,
      answer: `${remote}remote ${first}\trefs/tags/main\nkind missing\n== end\n`,
      then: { unreadable: 'main is both a branch and a tag; write refs/heads/main or refs/tags/main' },
    },
    {
      name: 'a repository that does not answer is not an empty one',
      want,
      answer: 'unasked\nremote fatal: could not read\nkind missing\n== end\n',
      then: { unreadable: 'the repository could not be queried: fatal: could not read' },
    },
    {
      name: 'a folder with other things is left alone',
      want,
      answer: `${remote}owner root:root\nkind other\n== end\n`,
      then: { unreadable: `${path} already exists and is not a checkout: move it out of the way` },
    },
    {
      name: 'without git nothing is known',
      want,
      answer: 'lost git is not installed: install the package git\n== end\n',
      then: { unreadable: 'git is not installed: install the package git' },
    },
  ],
  refused: [
    refused('a repository that is an option', { repository: '--upload-pack=touch /x' }),
    refused('a repository that is a program', { repository: 'ext::sh -c touch% /x' }),
    refused('a host that is an option', { repository: 'ssh://-oProxyCommand=x/y' }),
    refused('a password in the URL', { repository: 'https://me:secret@example.org/x' }),
    refused('a name in the URL, which may be a token', { repository: 'https://token@example.org/x' }),
    refused('a ref that is an option', { ref: '--all' }),
    refused('a ref of two words', { ref: 'main x' }),
    refused('a reckoned ref', { ref: 'main..x' }),
    refused('a key with a command', { keyFile: "/k' -oProxyCommand='x" }),
    refused('an owner that is an option', { owner: '-R' }),
    refused('a top folder', { path: '/srv' }),
  ],
  cycle: {
    title: 'A checkout',
    before: sh`${bare}
${putRepository}
${moveBranch(first)}`,
    after: bare,
    resources: [needed, want],
    atFirst: ['apt.packages git: create package git', `${me}: unknown`],
    tamperings: [
      { name: 'a branch that went on', by: moveBranch(second), changes: [`${me}: update commit`] },
      { name: 'a changed file', by: sh`echo x >>${`${path}/a b`}`, changes: [`${me}: update files`] },
      {
        name: 'a removed file',
        by: sh`rm ${`${path}/a b`}; : >${`${path}/.git/index.lock`}`,
        changes: [`${me}: update files`],
      },
      {
        name: 'a commit of somebody else',
        by: sh`cd ${path}; git -c user.name=x -c user.email=x commit -q --allow-empty -m x`,
        changes: [`${me}: update commit`],
      },
      {
        name: 'another repository',
        by: sh`git -C ${path} remote set-url origin /elsewhere`,
        changes: [`${me}: update repository`],
      },
      {
        name: 'another owner, whose program is not run',
        by: sh`git -C ${path} config core.fsmonitor 'touch /srv/trueup-was-run; false'; chown -R nobody ${path}`,
        changes: [`${me}: update owner`],
      },
      {
        name: 'a tree that is gone',
        by: sh`[ ! -e /srv/trueup-was-run ]; rm -r ${path}`,
        changes: [`${me}: create commit`],
      },
    ],
  },
  drift: tamper,
  rollback: [
    {
      title: 'a checkout',
      prepare: putRepository,
      before: () => [needed],
      after: () => [needed, want],
      look,
      cleanUp: gone,
    },
    {
      title: 'a checkout as it was, with what somebody changed in it',
      prepare: sh`${putRepository}
[ ! -e ${path} ] || exit 1
if command -v git >/dev/null; then git clone -q ${repositoryUrl} ${path}; cd ${path}; git reset -q --hard ${first}; echo mine >>'a b'; fi`,
      before: () => [needed],
      after: () => [needed, want],
      look,
      cleanUp: gone,
    },
  ],
  removal: {
    name: 'a checkout',
    resources: [needed, git({ path, repository: repositoryUrl, ref: second })],
    there: sh`[ -e ${repositoryUrl.slice(7)} ] || { ${putRepository}
}
[ -e ${path} ]`,
  },
});
