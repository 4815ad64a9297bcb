// A Redis server: a cache and a session store, only for clients that know its password.
import { defineRole, directory, dropIn, file, packages, service, sysctl } from '../../lib/kit.js';
import { comesBack } from '../base/always-restart.js';
import { plainText } from '../base/refuse-secret-text.js';
import { addressesOf } from './addresses.js';
import { answers, redisChecks } from './checks.js';
import { quoted, quotedSecret } from './quote-argument.js';
import { settingsEffect } from './settings-effect.js';
import { vars } from './vars.js';

const unit = 'redis-server.service';
/** The package's own redis.conf is left unchanged, so that it takes effect again once the role is removed. */
const configFile = '/etc/redis/trueup.conf';
const passwordFile = '/etc/redis/trueup-password.conf';
const scripts = '/usr/local/libexec/trueup';
const beforeStart = `${scripts}/redis-before-start`;

/** The cache. */
export const redis = defineRole({
  name: 'redis',
  why: 'Stores data that the application needs quickly: sessions, and results that are expensive to recompute.',
  vars,

  turns: {
    serves: () => 'cache and sessions',
    healthy: ({ host, vars }) => ({ seconds: vars.healthy_seconds, checks: [answers(host, vars)] }),
  },

  *listens({ vars }) {
    yield { protocol: 'tcp', port: vars.port, from: vars.from, why: 'cache and sessions' };
  },

  foresee({ host, fleet, vars }) {
    addressesOf(host, fleet, vars);
    return [];
  },

  *resources({ host, fleet, platform, vars, render }) {
    const addresses = addressesOf(host, fleet, vars);
    yield packages({ names: ['redis-server'] });

    // At boot, the address may appear after the server has started; older versions then run without it.
    if (addresses.length > 1) yield sysctl({ key: 'net.ipv4.ip_nonlocal_bind', value: '1' });
    // Otherwise, with half the memory used, Redis can't fork to save its data. A container uses its machine's value.
    if (!platform.container) yield sysctl({ key: 'vm.overcommit_memory', value: '1' });

    yield directory({ path: '/usr/local/libexec' });
    yield directory({ path: scripts });
    yield file({ path: beforeStart, content: render('redis/before-start.njk'), mode: '0755' });

    // A file that contains a secret is neither shown in plans nor kept for rollbacks, so the password has its own file.
    const password = file({
      path: passwordFile,
      content: render('redis/password.conf.njk', { password: quotedSecret(vars.password) }),
      owner: 'root',
      group: 'redis',
      mode: '0640',
    });
    yield password;
    const settings = plainText(
      render('redis/redis.conf.njk', {
        bind: addresses.map(quoted).join(' '),
        password_file: quoted(passwordFile),
      }),
      "the server's configuration",
    );
    const config = file({ path: configFile, content: settings });
    yield config;
    const ownUnit = dropIn({
      unit,
      name: 'zz-trueup',
      content: render('redis/unit.conf.njk', { before_start: beforeStart, config: configFile }),
    });
    yield ownUnit;
    yield comesBack(unit, platform);
    const server = service({
      unit,
      running: true,
      enabled: true,
      restartOn: [password, config, ownUnit],
      // It counts as started only once it has read its data.
      startSeconds: 900,
    });
    yield server;
    yield settingsEffect(vars, settings, [password, config, server]);
  },

  checks: redisChecks,
});
