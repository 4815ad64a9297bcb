// Posts a plan on the pull request: updates the comment that has the same first line, or adds one.
import { readFileSync } from 'node:fs';

const {
  GITHUB_API_URL: api = 'https://api.github.com',
  GITHUB_REPOSITORY: repository,
  GITHUB_TOKEN: token,
  PULL_REQUEST: number,
} = process.env;
const body = readFileSync(process.argv[2], 'utf8');
const marker = body.split('\n', 1)[0];
const comments = `/repos/${repository}/issues/${number}/comments`;
const mostPages = 20;

async function ask(method, path, content) {
  const response = await fetch(`${api}${path}`, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'x-github-api-version': '2022-11-28',
    },
    ...(content && { body: JSON.stringify(content) }),
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${response.statusText}`);
  return response.json();
}

/** Only comments by bots count, because anyone who may comment could write the same first line. */
async function earlier() {
  for (let page = 1; page <= mostPages; page += 1) {
    const some = await ask('GET', `${comments}?per_page=100&page=${page}`);
    const found = some.find((one) => one.user?.type === 'Bot' && one.body?.split(/\r?\n/, 1)[0] === marker);
    if (found || some.length < 100) return found;
  }
  return undefined;
}

try {
  const found = await earlier();
  if (found) await ask('PATCH', `/repos/${repository}/issues/comments/${found.id}`, { body });
  else await ask('POST', comments, { body });
} catch (error) {
  // The token of a pull request from a fork is read-only; the plan is still in the job's summary.
  const data = error.message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  console.log(`::warning title=trueup::the plan could not be posted on the pull request: ${data}`);
}
