// The stack's life on Debian 11, MariaDB 10.5.
import { proveStack } from './prove-stack.js';

proveStack({
  title: 'Debian 11, MariaDB 10.5',
  inventory: 'inventory/lab',
  suites: { all: 'bullseye' },
});
