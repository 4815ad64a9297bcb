// The stack's life on Debian 13, MariaDB 11.8.
import { proveStack } from './prove-stack.js';

proveStack({
  title: 'Debian 13, MariaDB 11.8',
  inventory: 'inventory/lab',
  suites: { all: 'trixie' },
});
