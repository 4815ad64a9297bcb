// The declaration of a container that systemd runs.
import type { Platform } from '../../model/platform.js';
import { Secret } from '../../model/secret.js';
import { TrueupError } from '../../model/trueup-error.js';
import { checkUnit } from './unit-name.js';

/** The property names follow podman-systemd.unit(5). */
export interface QuadletWant {
  /** Base name of the files: `web` creates web.container, which becomes the unit web.service. */
  readonly name: string;
  /** Image, such as `docker.io/library/nginx:1.28`. It is pulled when the unit starts. */
  readonly image: string;
  /** Description of the unit. Defaults to `name`. */
  readonly description?: string;
  /** Command to run in the container, as a list of arguments. Defaults to the image's command. */
  readonly exec?: readonly string[];
  /** Ports to publish: `8080:80`, `127.0.0.1:5432:5432/tcp`. */
  readonly publishPort?: readonly string[];
  /** Volumes and bind mounts: `/srv/data:/data:ro`, `data:/var/lib/mysql`. */
  readonly volume?: readonly string[];
  /** Environment variables. Secrets are kept in a file that only root can read. */
  readonly environment?: Readonly<Record<string, string | Secret>>;
  /** Existing podman secrets to pass to the container: `token`, `token,type=env,target=TOKEN`. */
  readonly secret?: readonly string[];
  /** `host`, `none` or the name of an existing network. Defaults to podman's default network. */
  readonly network?: string;
  /** User inside the container. Defaults to the image's user. */
  readonly user?: string;
  /** Additional arguments for `podman run`: `['--memory', '512m']`. */
  readonly podmanArgs?: readonly string[];
  /** Value of `Restart=`, as in systemd.service(5). Defaults to `always`. */
  readonly restart?: 'always' | 'on-failure' | 'no';
  /** Units that this unit requires. They are started before it. */
  readonly requires?: readonly string[];
  /** Whether to start the unit at boot. Defaults to true. */
  readonly enabled?: boolean;
}

/** Throws E_INPUT if the release's podman is too old, and for values that podman or systemd would misread. */
export function checkQuadlet(want: QuadletWant, { can, release }: Pick<Platform, 'can' | 'release'>): void {
  const { name, image, exec = [], publishPort = [], volume = [], environment = {}, secret = [] } = want;
  const about = `quadlet ${JSON.stringify(name)}`;
  if (!can.podmanQuadlets) {
    const has = `podman ${release.software.podman ?? ''} of ${release.codename}`;
    throw new TrueupError('E_INPUT', `${about}: ${has} does not support quadlets`, {
      hint: 'Debian 13, Ubuntu 24.04 and newer releases support them. On older releases, declare a `unit` that runs `podman run`.',
    });
  }
  const check = (fine: boolean, why: string): void => {
    if (!fine) throw new TrueupError('E_INPUT', `${about}: ${why}`);
  };
  const word = /^[^\s\x00-\x1f\x7f"'\\-][^\s\x00-\x1f\x7f"'\\]*$/;
  check(
    /^[a-z0-9]([\w.-]{0,200}\w)?$/i.test(name) && !/\.(container|service)$/.test(name),
    'its name must be a valid unit name without a suffix',
  );
  check(/^[a-z0-9][\w.:/@-]*$/i.test(image), `${JSON.stringify(image)} is not a valid image`);
  check(
    !/[\r\n]|\\$/.test(want.description ?? ''),
    'its description contains a line break or ends with a backslash',
  );
  for (const port of publishPort)
    check(
      /^([\d.]+:|\[[\da-f:]+\]:)?(\d+(-\d+)?:)?\d+(-\d+)?(\/(tcp|udp))?$/i.test(port),
      `${JSON.stringify(port)} is not a valid port to publish`,
    );
  for (const one of volume)
    check(
      word.test(one) && one.includes(':') && !/(^|[/:])\.\.([/:]|$)/.test(one),
      `${JSON.stringify(one)} is not a valid volume`,
    );
  for (const one of [...secret, ...[want.network ?? 'host'], ...[want.user ?? '0']])
    check(word.test(one), `${JSON.stringify(one)} is not a single word`);
  for (const one of [...exec, ...(want.podmanArgs ?? [])])
    check(!/[\x00-\x1f\x7f]/.test(one), `${JSON.stringify(one)} contains a control character`);
  for (const unit of want.requires ?? [])
    check(checkUnit(unit) === unit, `${JSON.stringify(unit)} needs a suffix, such as .service`);
  for (const [key, value] of Object.entries(environment)) {
    check(/^[a-z_]\w*$/i.test(key), `${JSON.stringify(key)} is not a valid variable name`);
    check(!/[\r\n\0]/.test(value instanceof Secret ? value.reveal() : value), `${key} contains a line break`);
  }
}
