// A small daemon for tests of services: it notes what it has loaded.
import { dropIn, file, join, service, sh, unit, type Resource, type Script } from '../../../lib/kit.js';
import { stampPath } from '../../../lib/resources/services/service-stamp.js';

/** Its unit. */
export const name = 'trueup-probe.service';
/** Its configuration. */
export const path = '/etc/trueup-probe.conf';
/** What it has loaded, a line each time. */
export const loaded = '/run/trueup-probe';
/** What trueup knows of it. */
export const stamp = stampPath(name);

/** A daemon that notes what it has loaded, at its start and at each reload. */
const daemon = unit({
  name,
  content: `[Service]
ExecStart=/bin/sh -c 'sed s/^/start:/ ${path} >>${loaded}; exec sleep infinity'
ExecReload=/bin/sh -c 'sed s/^/reload:/ ${path} >>${loaded}'
[Install]
WantedBy=multi-user.target
`,
});
const config = (content: string): Resource => file({ path, content });
const limits = (files: number): Resource =>
  dropIn({ unit: name, name: 'limits', content: `[Service]\nLimitNOFILE=${files}\n` });

/** The daemon with its configuration. A configuration that says `wrong` fails its test. */
export function probe(content: string, files = 1000): readonly Resource[] {
  const [text, limit] = [config(content), limits(files)];
  const test = sh`if grep -q wrong ${path}; then echo 'it says wrong'; exit 1; fi`;
  return [
    daemon,
    limit,
    text,
    service({
      unit: name,
      running: true,
      enabled: true,
      test,
      reloadOn: [text],
      restartOn: [daemon, limit],
      settleSeconds: 0,
    }),
  ];
}

/** Takes it all away. */
export const clean = sh`
systemctl unmask -q ${name} 2>/dev/null || true
systemctl disable -q --now ${name} 2>/dev/null || true
rm -rf /etc/systemd/system/${name} /etc/systemd/system/trueup-probe.service.d ${path} ${loaded} ${stamp}
systemctl daemon-reload; systemctl reset-failed`;
/** The service's id. */
export const id = 'service trueup-probe';
/** The drop-in's id. */
export const dropInId = `systemd.unit ${name}.d/limits.conf`;

/** The configuration's step as the engine would tell it, and then nothing more. */
export function killedAfterFile(resources: readonly Resource[]): Script {
  const [, , text, watcher] = resources;
  if (!text || !watcher) throw new Error('no watcher');
  const have = { state: { kind: 'missing' }, leftover: false };
  return join([
    watcher.type.watch?.before?.(watcher.want) ?? sh``,
    text.type.apply(text.want, have, [{ verb: 'update', key: 'content' }]),
  ]);
}
