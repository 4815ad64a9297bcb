// A project with roles for `trueup test`: a sound one, and one with a fault of each kind.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Stands nowhere else in the world. */
export const password = 'cnry-5eb1c0ffee4d05';

const daemon = (name: string, watched: string): string => `
  const config = file({ path: '/etc/${name}.conf', content: 'one\\n' });
  yield config;
  const own = unit({
    name: '${name}.service',
    content: '[Service]\\nExecStart=/bin/sh -c "cat /etc/${name}.conf >/run/${name}; exec sleep infinity"\\n[Install]\\nWantedBy=multi-user.target\\n',
  });
  yield own;
  yield service({ unit: '${name}', running: true, enabled: true, restartOn: [${watched}] });
`;

/** Role → what it declares. */
const bodies = {
  sound: `${daemon('sound', 'config, own')}
  yield file({ path: '/etc/sound.secret', content: vars.password, mode: '0600' });
  yield command({ name: 'make a note', run: sh\`mkdir /srv/sound\`, creates: '/srv/sound', undo: sh\`rmdir /srv/sound\` });
`,
  restless: `
  yield file({ path: '/etc/restless.conf', content: 'one\\n' });
  yield command({ name: 'tell the time', run: sh\`date >/run/restless\`, always: true, undo: sh\`:\` });
`,
  forgetful: daemon('forgetful', 'own'),
  leaky: `
  yield command({
    name: 'tell everybody',
    run: sh\`sh -c 'sleep 1; mkdir /run/leaky' tell \${vars.password}\`,
    creates: '/run/leaky',
    undo: sh\`rmdir /run/leaky\`,
  });
  yield file({ path: '/etc/leaky.conf', content: vars.password, mode: '0644' });
`,
  stubborn: `
  yield command({ name: 'fill a folder', run: sh\`mkdir /srv/stubborn; echo x >/srv/stubborn/data\`, creates: '/srv/stubborn' });
`,
} as const;

/** Every planted fault. */
export const faulty = ['restless', 'forgetful', 'leaky', 'stubborn'] as const;

/** Writes the project. */
export function plantProject(folder: string): void {
  for (const [name, body] of Object.entries(bodies)) {
    const own = join(folder, 'roles', name);
    mkdirSync(own, { recursive: true });
    writeFileSync(
      join(own, 'role.ts'),
      `import { command, defineRole, file, secretString, service, sh, succeeds, Type, unit } from 'trueup';
export const ${name} = defineRole({
  name: '${name}',
  why: 'planted',
  vars: Type.Object({ password: secretString({ description: 'A secret.' }) }),
  *resources({ vars }) {${body}  },
  *checks({ host: { name: on } }) {
    yield succeeds({ title: \`\${on} is there\`, on, script: sh\`true\` });
  },
});
void [command, file, service, unit];
`,
    );
    writeFileSync(
      join(own, 'role.test.ts'),
      `import { testOf } from 'trueup';
export default testOf({ hosts: { one: { ${name}: { password: '${password}' } } } });
`,
    );
  }
}
