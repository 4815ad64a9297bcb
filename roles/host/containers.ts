// Containers as systemd units.
import { quadlet, service, Type, type Platform, type Resource, type Static } from '../../lib/kit.js';
import { each, section } from './named-section.js';
import { environment, nameKey, oneLine } from './shared-schemas.js';

const list = (item: string, description: string) => Type.Optional(Type.Array(oneLine(item), { description }));

const containerEntry = Type.Object(
  {
    image: oneLine('Image, such as `docker.io/library/nginx:1.28`. It is pulled when the unit starts.'),
    description: Type.Optional(oneLine('Description of the unit. Defaults to the name.')),
    exec: list(
      'A word.',
      "Command to run in the container, one word per item. Defaults to the image's command.",
    ),
    publish_port: list(
      '`8080:80`.',
      "Published ports, each in quotes: `['8080:80', '127.0.0.1:5432:5432/tcp']`.",
    ),
    volume: list('`/srv/data:/data:ro`.', 'Volumes and bind mounts: `[/srv/data:/data:ro]`.'),
    environment: Type.Optional(
      environment('Environment variables. Secrets are written to a file that only root can read.'),
    ),
    secret: list('A secret.', 'Existing podman secrets: `[token]`.'),
    network: Type.Optional(
      oneLine("Network: `host`, `none`, or an existing one. Defaults to podman's default network."),
    ),
    user: Type.Optional(oneLine('User inside the container.')),
    podman_args: list('A word.', 'Additional arguments for podman run: `[--memory, 512m]`.'),
    restart: Type.Optional(
      Type.Enum(['always', 'on-failure', 'no'], {
        description: 'Restart policy, as in systemd.service(5). Defaults to `always`.',
      }),
    ),
    requires: list('A unit.', 'Units to start before this one.'),
    enabled: Type.Optional(
      Type.Boolean({ description: 'Whether to start the container at boot. Defaults to true.' }),
    ),
  },
  { additionalProperties: false },
);

/** The variables with which an inventory declares containers. */
export const containerVars = {
  containers: Type.Optional(
    section(
      nameKey,
      containerEntry,
      'Containers as systemd units (quadlets), by name. The podman package must be installed, in version 4.4 or newer.',
    ),
  ),
};

interface ContainerVars {
  readonly containers?: Readonly<Record<string, Static<typeof containerEntry>>>;
}

/** Each container, with the service that starts it and restarts it when it changes. */
export function declaredContainers({ containers }: ContainerVars, platform: Platform): Generator<Resource> {
  return each('containers', containers, (name, { publish_port, podman_args, ...rest }) => {
    const container = quadlet(
      {
        name,
        ...rest,
        ...(publish_port && { publishPort: publish_port }),
        ...(podman_args && { podmanArgs: podman_args }),
      },
      platform,
    );
    return [container, service({ unit: name, running: true, enabled: 'as it is', restartOn: [container] })];
  });
}
