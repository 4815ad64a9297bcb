import assert from 'node:assert/strict';
import type { Resource } from '../../../lib/model/resource.js';
import { service } from '../../../lib/resources/services/service.js';
import { unit } from '../../../lib/resources/services/unit.js';
import { packages } from '../../../lib/resources/packages/packages.js';
import { shownOf, type Shown } from './resource-case.js';

const config = unit({ name: 'config', content: 'x' });
const binary = unit({ name: 'binary', content: 'x' });
const bare = packages({ names: ['nginx'] });
const configPath = '/etc/systemd/system/config.service';
const binaryPath = '/etc/systemd/system/binary.service';
const [old, young] = ['0'.repeat(64), '1'.repeat(64)];

const nginx = service({
  unit: 'nginx',
  running: true,
  enabled: true,
  reloadOn: [config],
  restartOn: [binary],
});
const off = service({ unit: 'nginx', running: false, enabled: false });
const plain = service({ unit: 'nginx', running: true, enabled: true });

interface Host {
  active?: string;
  enabled?: string;
  reload?: string;
  inputs?: string;
  stamp?: string;
}

/** What a host in that state says to the probe. */
function said({ active = 'active', enabled = 'enabled', reload = 'yes', inputs, stamp }: Host): string {
  const marks = `${old}  ${configPath}\n${old}  ${binaryPath}\n`;
  return [
    `Id=nginx.service\nActiveState=${active}\nUnitFileState=${enabled}\nCanReload=${reload}\n`,
    '== enabled\n',
    `${enabled}\n`,
    `== inputs\n${inputs ?? marks}`,
    `== stamp\n${stamp ?? marks}`,
  ].join('');
}

function have({ type, want }: Resource, host: Host): unknown {
  return type.read({ status: 0, stdout: said(host), stderr: '' }, [want])[0];
}

const words = ({ verb, what, to }: Shown): string =>
  `${verb} ${what}${to === undefined ? '' : `: ${String(to)}`}`;

function differences(resource: Resource, host: Host): readonly string[] {
  return shownOf(resource.type.diff(resource.want, have(resource, host))).map(words);
}

describe('service', () => {
  const cases: readonly (readonly [string, Resource, Host, readonly string[]])[] = [
    ['nothing where it runs what is on disk', nginx, {}, []],
    ['nothing while it reloads', nginx, { active: 'reloading' }, []],
    [
      'that it is down, and nothing of what it will load anyway',
      nginx,
      { active: 'inactive', stamp: '' },
      ['update state: active'],
    ],
    ['that it failed', nginx, { active: 'failed' }, ['update state: active']],
    [
      'one that systemd keeps starting as not running',
      nginx,
      { active: 'activating' },
      ['update state: active'],
    ],
    ['that it does not start at boot', nginx, { enabled: 'disabled' }, ['update start at boot: enabled']],
    [
      'that it is enabled until the next boot only',
      nginx,
      { enabled: 'enabled-runtime' },
      ['update start at boot: enabled'],
    ],
    [
      'that it is masked',
      nginx,
      { enabled: 'masked', active: 'inactive' },
      ['update mask: unmasked', 'update start at boot: enabled', 'update state: active'],
    ],
    [
      'a unit that is not there as down',
      nginx,
      { enabled: 'not-found', active: 'inactive' },
      ['update start at boot: enabled', 'update state: active'],
    ],
    [
      'adoption where it runs and was never stamped',
      nginx,
      { stamp: '' },
      ['run recording of the loaded configuration, without a restart'],
    ],
    ['no adoption where it watches nothing', plain, { stamp: '' }, []],
    [
      'a reload for a changed reload input',
      nginx,
      { inputs: `${young}  ${configPath}\n${old}  ${binaryPath}\n` },
      [`run reload: ${configPath}`],
    ],
    [
      'a restart where the unit has no reload',
      nginx,
      { reload: 'no', inputs: `${young}  ${configPath}\n${old}  ${binaryPath}\n` },
      [`run restart: ${configPath}`],
    ],
    [
      'one restart for both kinds of inputs',
      nginx,
      { inputs: `${young}  ${configPath}\n${young}  ${binaryPath}\n` },
      [`run restart: ${binaryPath}, ${configPath}`],
    ],
    [
      'a reload for an input that is gone',
      nginx,
      { inputs: `${old}  ${binaryPath}\n` },
      [`run reload: ${configPath}`],
    ],
    [
      'a reload that an interrupted run owes, although nothing differs any more',
      nginx,
      { stamp: `${old}  ${configPath}\n${old}  ${binaryPath}\nstale\n` },
      ['run reload: left pending by an interrupted run'],
    ],
    [
      'a restart that an interrupted run owes for what the unit may have loaded before',
      nginx,
      {
        stamp: `${old}  ${configPath}\n${old}  ${binaryPath}\nstale\nwas\n${old}  ${configPath}\n${young}  ${binaryPath}\n`,
      },
      [`run restart: ${binaryPath}`],
    ],
    [
      'a reload that it owes for an input that was missing before',
      nginx,
      { stamp: `${old}  ${configPath}\n${old}  ${binaryPath}\nstale\nwas\n${old}  ${binaryPath}\n` },
      [`run reload: ${configPath}`],
    ],
    [
      'nothing for an input that nobody watches any more',
      nginx,
      { stamp: `${old}  ${configPath}\n${old}  ${binaryPath}\n${old}  /etc/gone\n` },
      [],
    ],
    ['that it should be down', off, { enabled: 'disabled' }, ['update state: inactive']],
    [
      'that it should be down while it starts',
      off,
      { enabled: 'disabled', active: 'activating' },
      ['update state: inactive'],
    ],
    ['that it should not start at boot', off, { active: 'inactive' }, ['update start at boot: disabled']],
    ['nothing for one that is masked and should be off', off, { active: 'inactive', enabled: 'masked' }, []],
    [
      'nothing for one that is not there and should be off',
      off,
      { active: 'inactive', enabled: 'not-found' },
      [],
    ],
    ['nothing for one that failed and should be off', off, { active: 'failed', enabled: 'static' }, []],
  ];
  for (const [title, resource, host, expected] of cases) {
    it(`tells ${title}`, () => {
      assert.deepEqual(differences(resource, host), expected);
    });
  }

  it('owes a restart after an interrupted run when it watches what has no inputs', () => {
    const watcher = service({ unit: 'nginx', running: true, enabled: true, restartOn: [bare] });
    assert.deepEqual(differences(watcher, { stamp: 'stale\n' }), [
      'run restart: left pending by an interrupted run',
    ]);
  });

  const follows: readonly (readonly [string, Resource, readonly Resource[], Host, readonly string[]])[] = [
    ['a reload', nginx, [config], {}, ['run reload: systemd.unit config.service']],
    [
      'a restart',
      nginx,
      [config, binary],
      {},
      ['run restart: systemd.unit config.service, systemd.unit binary.service'],
    ],
    [
      'a restart where the unit has no reload',
      nginx,
      [config],
      { reload: 'no' },
      ['run restart: systemd.unit config.service'],
    ],
    ['nothing where it is about to be started', nginx, [config], { active: 'inactive' }, []],
    ['nothing where it is to be off', off, [config], {}, []],
  ];
  for (const [title, { type, want }, changed, host, expected] of follows) {
    it(`follows a change of what it watches with ${title}`, () => {
      const found = type.watch?.follow?.(want, changed, have({ type, want, id: '' }, host)) ?? [];
      assert.deepEqual(shownOf(found).map(words), expected);
    });
  }

  it('reads many units from one answer, each with its stamp', () => {
    const second = service({ unit: 'app.socket', running: true, enabled: true });
    const stdout = [
      'Id=nginx.service\nActiveState=active\nUnitFileState=enabled\nCanReload=yes\n\n',
      'Id=app.socket\nActiveState=failed\nUnitFileState=\nCanReload=no\n',
      '== enabled\nenabled\nnot-found\n== inputs\n== stamp\nstale\n== stamp\n',
    ].join('');
    const haves = nginx.type.read({ status: 0, stdout, stderr: '' }, [nginx.want, second.want]);
    assert.deepEqual(haves, [
      {
        active: 'active',
        enabled: 'enabled',
        canReload: true,
        sockets: [],
        inputs: new Map(),
        stamp: { marks: new Map(), stale: true },
      },
      { active: 'failed', enabled: 'not-found', canReload: false, sockets: [], inputs: new Map() },
    ]);
  });

  it('never takes a systemctl that failed for "not running"', () => {
    assert.throws(() => {
      nginx.type.read({ status: 1, stdout: '', stderr: '' }, [nginx.want]);
    }, /systemctl failed/);
  });

  it('never takes an answer about fewer units for one about all', () => {
    assert.throws(() => {
      nginx.type.read({ status: 0, stdout: said({}), stderr: '' }, [nginx.want, plain.want]);
    }, /instead of 2/);
  });

  it('is one resource whether its suffix is written or not', () => {
    assert.equal(service({ unit: 'nginx.service', running: true, enabled: true }).id, plain.id);
    assert.equal(service({ unit: 'app.socket', running: true, enabled: true }).id, 'service app.socket');
  });

  for (const name of ['a b', '../x', '', 'a\nb', '-x/y']) {
    it(`refuses ${JSON.stringify(name)} as a unit`, () => {
      assert.throws(() => service({ unit: name, running: true, enabled: true }), { code: 'E_INPUT' });
    });
  }
});
