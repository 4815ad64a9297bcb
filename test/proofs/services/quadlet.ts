// The proof of quadlets, with containers that run: inside the lab's, which lack what podman would use by default.
import { createHash } from 'node:crypto';
import { command, quadlet, Secret, service, sh } from '../../../lib/kit.js';
import { tamper } from '../../../lib/testing/tamper/services/quadlet.js';
import type { Facts } from '../../../lib/model/facts.js';
import type { Platform } from '../../../lib/model/platform.js';
import { platformOf } from '../../../lib/platform/derive-platform.js';
import { quadletFiles } from '../../../lib/resources/services/quadlet-files.js';
import type { QuadletWant } from '../../../lib/resources/services/quadlet-want.js';
import { proofOf, type Refused } from '../proof.js';

/** Of Debian. */
function on(version: string, codename: string): Platform {
  return platformOf({
    hostname: 'box',
    os: { id: 'debian', version, codename },
    virtualization: 'none',
  } as Facts);
}
const trixie = on('13', 'trixie');
const name = 'trueup-tried';
const folder = '/etc/containers/systemd';
const path = `${folder}/${name}.container`;
const env = `${folder}/${name}.env`;
const web: QuadletWant = {
  name,
  image: 'localhost/tried:1',
  exec: [
    '/bin/busybox',
    'sh',
    '-c',
    'trap "exit 0" TERM; echo "100%" $$ >/x; /bin/busybox sleep 1000 & wait',
  ],
  network: 'none',
  volume: ['/srv:/srv:ro'],
  environment: { GREETING: `it's "$5" \\ 7% \${HOME}`, TOKEN: new Secret(' "only" $for \\ this ') },
  podmanArgs: ['--cgroups=disabled', '--stop-timeout=2'],
};
const plain: QuadletWant = { ...web, environment: { GREETING: 'hello' } };
const want = quadlet(plain, trixie);
const [, file] = quadletFiles(plain);
const unit = `${name}.service`;
const id = `quadlet ${name}`;
const runs = (one = quadlet(web, trixie)) =>
  service({ unit: name, running: true, enabled: 'as it is', restartOn: [one] });
const text = String(file.content);
const there = `found 1\n81a4:0:0:4:root:root\n`;
const says = (source: string, reload: string, files: string): string =>
  `SourcePath=${source}\nNeedDaemonReload=${reload}\n== files\n${files}`;
const refused = (what: string, wrong: Partial<QuadletWant>): Refused => [
  what,
  () => quadlet({ ...web, ...wrong }, trixie),
];

/** No registry can be reached: the image is made here. */
const ready = sh`
export DEBIAN_FRONTEND=noninteractive
apt-get -qq update
apt-get -qq -y --no-install-recommends install podman crun busybox-static >/dev/null 2>&1
printf '[storage]\ndriver = "vfs"\nrunroot = "/run/containers/storage"\ngraphroot = "/var/lib/containers/storage"\n' >/etc/containers/storage.conf
printf '[containers]\nkeyring = false\n' >/etc/containers/containers.conf
mkdir -p /var/tmp/tried/bin
cp /bin/busybox /var/tmp/tried/bin/
tar -C /var/tmp/tried -c . | podman import -q - localhost/tried:1 >/dev/null`;
const gone = sh`
systemctl stop ${unit} 2>/dev/null || true
rm -rf ${[path, env, '/var/tmp/tried']}
systemctl daemon-reload
systemctl reset-failed ${unit} 2>/dev/null || true`;
const look = sh`cat ${path} 2>&1 || true; ls ${folder}; systemctl show -p ActiveState,NeedDaemonReload,SourcePath ${unit}; podman ps --format '{{.Names}}' --filter status=running`;

export const proof = proofOf<QuadletWant>({
  type: 'quadlet',
  cases: [
    {
      name: 'a quadlet that is not there is written, and known to systemd then',
      want,
      answer: says('', 'no', 'found\n.\n'),
      then: [
        { verb: 'create', what: `content of ${path}`, to: text },
        { verb: 'run', what: 'daemon-reload' },
      ],
    },
    {
      name: 'secrets that are no longer declared go',
      want,
      answer: says(path, 'no', `found 0\n8180:0:0:4:root:root\n${'0'.repeat(64)}  ${env}\n.\n`),
      then: [
        { verb: 'remove', what: env, from: 'file' },
        { verb: 'create', what: `content of ${path}`, to: text },
      ],
    },
    {
      name: 'systemd without an answer is unknown',
      want,
      answer: '== files\nfound\n.\n',
      then: { unreadable: 'systemctl did not report 1 units' },
    },
    {
      name: 'another mode is told',
      want,
      answer: says(
        path,
        'yes',
        `${there.replace('81a4', '81b6')}${createHash('sha256').update(text).digest('hex')}  ${path}\n.\n`,
      ),
      then: [
        { verb: 'update', what: `mode of ${path}`, from: '0666', to: '0644' },
        { verb: 'run', what: 'daemon-reload' },
      ],
    },
  ],
  samples: [
    {
      resource: quadlet(
        {
          ...web,
          publishPort: ['8080:80'],
          secret: ['token'],
          requires: ['x.service'],
          user: '1',
          enabled: false,
        },
        trixie,
      ),
      answer: says('', 'no', 'found\n.\n'),
    },
  ],
  refused: [
    ['a podman that knows no quadlets', () => quadlet(web, on('12', 'bookworm'))],
    refused('a name that leads elsewhere', { name: '../x' }),
    refused('a name with a suffix', { name: 'x.container' }),
    refused('an image that is an option', { image: '--privileged' }),
    refused('a port of two lines', { publishPort: ['80\nVolume=/:/x'] }),
    refused('a port that is none', { publishPort: ['http'] }),
    refused('a volume that leads elsewhere', { volume: ['/srv/../etc:/etc'] }),
    refused('a volume that is an option', { volume: ['--x:/y'] }),
    refused('a network of two words', { network: 'host none' }),
    refused('a word of two lines', { exec: ['a\nb'] }),
    refused('a unit without a suffix', { requires: ['db'] }),
    refused('a description that takes the next line in', { description: 'x\\' }),
    refused('a variable of two words', { environment: { 'A B': '' } }),
    refused('a secret of two lines', { environment: { A: new Secret('x\nB=y') } }),
  ],
  cycle: {
    title: 'A quadlet',
    notOn: ['bullseye', 'bookworm'],
    before: ready,
    after: gone,
    resources: [quadlet(web, trixie), runs()],
    atFirst: [
      `${id}: create content of ${env}`,
      `${id}: create content of ${path}`,
      `${id}: run daemon-reload`,
      `service ${name}: update state`,
    ],
    tamperings: [
      {
        name: 'nothing, once the container has what was declared',
        by: sh`
said=$(podman exec ${`systemd-${name}`} /bin/busybox sh -c 'echo "$GREETING|$TOKEN|"; /bin/busybox cat /x')
[ "$said" = ${`it's "$5" \\ 7% \${HOME}| "only" $for \\ this |\n100% 1`} ] || { printf '%s\n' "$said" >&2; exit 1; }`,
        changes: [],
      },
      {
        name: 'another text, and the restart for it',
        by: sh`sed -i s/1000/1001/ ${path}`,
        changes: [
          `${id}: update content of ${path}`,
          `${id}: run daemon-reload`,
          `service ${name}: run restart`,
        ],
      },
      {
        name: 'another secret, and the restart for it',
        by: sh`echo TOKEN=x >${env}`,
        changes: [`${id}: update content of ${env}`, `service ${name}: run restart`],
      },
      {
        name: 'a container that was stopped',
        by: sh`systemctl stop ${unit}`,
        changes: [`service ${name}: update state`],
      },
    ],
  },
  drift: tamper,
  rollback: [
    {
      title: 'a new quadlet',
      prepare: sh`${ready}
mkdir -p ${folder}`,
      before: () => [],
      after: () => [quadlet(plain, trixie), runs(want)],
      look,
      cleanUp: gone,
    },
  ],
  removal: {
    name: 'a quadlet',
    resources: [command({ name: 'podman', run: ready, creates: '/var/tmp/tried/bin' }), want, runs(want)],
    there: sh`[ -e ${path} ] || systemctl is-active -q ${unit}`,
  },
});
