// The questions about a new project.
import { statSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import { basename, resolve } from 'node:path';
import { theLab } from '../../lib/lab/settings/lab-settings.js';
import { TrueupError } from '../../lib/model/trueup-error.js';
import type { NamedAddress, ProjectAnswers, StackAnswers } from '../../lib/scaffold/project-answers.js';
import type { WantedHosts } from '../../lib/scaffold/make-inventory.js';
import { slugOf, wrongDomain, wrongLabNetwork, wrongProjectName } from '../../lib/scaffold/valid-names.js';
import { siteCertificate } from '../../lib/scaffold/site-certificate.js';
import { wrongStack } from '../../lib/scaffold/stack-groups.js';
import { splitWords } from '../../lib/shell/split-command-line.js';
import { answerTo, checked, WrongAnswer, type Question } from './ask-question.js';

/** The answers that are given on the command line. */
export interface GivenAnswers {
  readonly yes?: true;
  readonly stack?: true;
  readonly name?: string;
  readonly user?: string;
  readonly host?: readonly string[];
  readonly labNetwork?: string;
  readonly domain?: string;
  readonly virtualIp?: string;
  readonly certificate?: string;
  readonly certificateKey?: string;
  readonly app?: string;
  readonly appCommand?: string;
}

/** Addresses reserved for documentation (RFC 5737). */
const documented = '192.0.2.';
const fiveHosts = ['lb1', 'lb2', 'web1', 'app1', 'db1'];

/** Throws E_INPUT. */
export async function projectAnswers(folder: string, given: GivenAnswers): Promise<ProjectAnswers> {
  const ask = <Value>(question: Question<Value>, option: string | undefined) =>
    answerTo(question, option, given.yes ?? false);
  const name = await ask(
    {
      ...{ option: 'name', text: 'Project name', otherwise: slugOf(basename(resolve(folder))) },
      read: checked(wrongProjectName),
    },
    given.name,
  );
  const user = await ask(userQuestion, given.user);
  const hosts = await ask(
    hostsQuestion(given.stack ? fiveHosts : ['server1'], given.stack && { others: [] }),
    given.host?.join(' '),
  );
  // Only set by an option, never asked, because the default suits almost everyone.
  const labNetwork = await answerTo(labNetworkQuestion, given.labNetwork, true);
  if (!given.stack) refuseStackOptions(given, 'without --stack');
  const asked = { domain: 'www.example.com', application: "trueup's guest book" };
  const stack = given.stack && { stack: await stackAnswers(given, hosts, asked) };
  return { name, user, hosts, labNetwork, ...stack };
}

/** The questions about one more inventory, called `name`. Throws E_INPUT. */
export async function inventoryAnswers(
  given: GivenAnswers,
  name: string,
  { firstHosts, stack, like }: WantedHosts,
): Promise<Omit<ProjectAnswers, 'name' | 'labNetwork'>> {
  if (!stack)
    refuseStackOptions(given, "because this project's trueup.yml does not assign the roles of the stack");
  const defaults = given.yes ?? false;
  const user = await answerTo(userQuestion, given.user, defaults);
  const names = stack
    ? [...fiveHosts, ...firstHosts.filter((host) => !fiveHosts.includes(host))]
    : firstHosts.length === 0
      ? ['server1']
      : firstHosts;
  const hosts = await answerTo(hostsQuestion(names, stack), given.host?.join(' '), defaults);
  const application = like === undefined ? "trueup's guest book" : `as in ${like}`;
  const asked = { domain: `${name}.example.com`, application };
  return { user, hosts, ...(stack && { stack: await stackAnswers(given, hosts, asked) }) };
}

/** Throws E_INPUT for an option that only has an effect in a stack. */
function refuseStackOptions(given: GivenAnswers, why: string): void {
  const options = {
    ...{ domain: given.domain, 'virtual-ip': given.virtualIp, certificate: given.certificate },
    ...{ 'certificate-key': given.certificateKey, app: given.app, 'app-command': given.appCommand },
  };
  const [stray] = Object.entries(options).find(([, value]) => value !== undefined) ?? [];
  if (stray !== undefined) throw new TrueupError('E_INPUT', `--${stray} has no effect ${why}`);
}

const userQuestion: Question<string> = {
  option: 'user',
  text: 'Login user on your hosts (must have sudo rights)',
  otherwise: 'ubuntu',
  read: checked((answer) => (/^[a-z_][a-z0-9_-]{0,31}$/.test(answer) ? undefined : 'not a valid user name')),
};

const labNetworkQuestion: Question<string> = {
  option: 'lab-network',
  text: 'Network for the hosts in inventory/lab',
  otherwise: theLab.network,
  read: checked(wrongLabNetwork),
};

/** The hosts of a stack must be named after their groups. */
function hostsQuestion(
  names: readonly string[],
  stack: WantedHosts['stack'],
): Question<readonly NamedAddress[]> {
  return {
    option: 'host',
    text: 'Your hosts, as NAME=ADDRESS',
    otherwise: names.map((name, at) => `${name}=${documented}${11 + at}`).join(' '),
    read: (answer) => {
      const hosts = answer.split(/[\s,]+/).map(hostIn);
      const twice = hosts.find(({ name, address }, at) =>
        hosts.slice(0, at).some((other) => other.name === name || other.address === address),
      );
      const wrong = twice
        ? `${twice.name}=${twice.address} is listed twice`
        : stack
          ? wrongStack(hosts, stack.others)
          : undefined;
      if (wrong !== undefined) throw new WrongAnswer(`${answer}: ${wrong}`);
      return hosts;
    },
  };
}

function hostIn(word: string): NamedAddress {
  const [, name = '', address = ''] = /^([a-z][a-z0-9-]*)=(.+)$/.exec(word) ?? [];
  const isAddress = isIPv4(address) || (!/^[\d.]+$/.test(address) && wrongDomain(address) === undefined);
  if (name === '' || !isAddress)
    throw new WrongAnswer(`${word}: not in the form NAME=ADDRESS, such as web1=192.0.2.11`);
  return { name, address };
}

async function stackAnswers(
  given: GivenAnswers,
  hosts: readonly NamedAddress[],
  asked: { readonly domain: string; readonly application: string },
): Promise<StackAnswers> {
  const ask = <Value>(question: Question<Value>, option: string | undefined) =>
    answerTo(question, option, given.yes ?? false);
  const domain = await ask(
    {
      ...{ option: 'domain', text: 'Host name of the site', otherwise: asked.domain },
      read: checked(wrongDomain),
    },
    given.domain,
  );
  const addresses = new Set(hosts.map(({ address }) => address));
  const virtualIp = await ask(
    {
      option: 'virtual-ip',
      text: "Virtual IP: an unused address in the balancers' network",
      otherwise: hosts[0]?.address.replace(/\.\d+$/, '.100') ?? '',
      read: checked((answer) => {
        if (!isIPv4(answer)) return 'not a valid IPv4 address';
        return addresses.has(answer) ? 'already the address of one of the hosts' : undefined;
      }),
    },
    given.virtualIp,
  );
  const file = (answer: string) => (isKind(answer, 'isFile') ? undefined : 'no such file');
  const certificate = await ask(
    {
      option: 'certificate',
      text: "PEM file with the site's certificate and chain (empty: create one with a local CA)",
      otherwise: '',
      read: checked((answer) => (answer === '' ? undefined : file(answer))),
    },
    given.certificate,
  );
  const key =
    certificate === ''
      ? ''
      : await ask(
          {
            ...{
              option: 'certificate-key',
              text: "PEM file with the certificate's private key",
              otherwise: '',
            },
            read: checked(file),
          },
          given.certificateKey,
        );
  const folder = await ask(
    {
      option: 'app',
      text: `Folder of your application (empty: ${asked.application})`,
      otherwise: '',
      read: checked((answer) =>
        answer === '' || isKind(answer, 'isDirectory') ? undefined : 'no such folder',
      ),
    },
    given.app,
  );
  const command =
    folder === ''
      ? []
      : await ask(
          {
            option: 'app-command',
            text: 'Command that serves the application',
            otherwise: '/usr/bin/gunicorn app:app',
            read: (answer) => splitWords(answer),
          },
          given.appCommand,
        );
  return {
    domain,
    virtualIp,
    ...(certificate !== '' && { certificate: siteCertificate(certificate, key, domain) }),
    ...(folder !== '' && { application: { folder, command } }),
  };
}

function isKind(path: string, kind: 'isFile' | 'isDirectory'): boolean {
  return statSync(path, { throwIfNoEntry: false })?.[kind]() === true;
}
