// Containers as systemd units.
import { quadlet, service, Type, type Platform, type Resource, type Static } from '../../lib/kit.js';
import { each, section } from './section.js';
import { environment, nameKey, oneLine } from './words.js';

const list = (item: string, description: string) => Type.Optional(Type.Array(oneLine(item), { description }));

const containerEntry = Type.Object(
  {
    image: oneLine('Image: `docker.io/library/nginx:1.28`. It is pulled when the unit starts.'),
    description: Type.Optional(oneLine('Description of the unit. Defaults to the name.')),
    exec: list('A word.', "What runs in it, word by word. Defaults to the image's own command."),
    publish_port: list('`8080:80`.', 'Ports: `[8080:80, 127.0.0.1:5432:5432/tcp]`, each in quotes.'),
    volume: list('`/srv/data:/data:ro`.', 'Volumes and folders: `[/srv/data:/data:ro]`.'),
    environment: Type.Optional(
      environment('Environment variables. Secrets are in a file that only root may read.'),
    ),
    secret: list('A secret.', 'Secrets that podman already has: `[token]`.'),
    network: Type.Optional(oneLine("`host`, `none`, or an existing network. Defaults to podman's own.")),
    user: Type.Optional(oneLine('User inside the container.')),
    podman_args: list('A word.', 'More arguments of podman run: `[--memory, 512m]`.'),
    restart: Type.Optional(
      Type.Enum(['always', 'on-failure', 'no'], {
        description: 'As in systemd.service(5). Defaults to `always`.',
      }),
    ),
    requires: list('A unit.', 'Units that are started before it.'),
    enabled: Type.Optional(Type.Boolean({ description: 'Whether it starts at boot. Defaults to true.' })),
  },
  { additionalProperties: false },
);

/** What an inventory may say of containers. */
export const containerVars = {
  containers: Type.Optional(
    section(
      nameKey,
      containerEntry,
      'Containers as systemd units (quadlets), by name. The package podman must be installed, in version 4.4 or newer.',
    ),
  ),
};

interface ContainerVars {
  readonly containers?: Readonly<Record<string, Static<typeof containerEntry>>>;
}

/** Each container with the service that starts it, anew when it changes. */
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
