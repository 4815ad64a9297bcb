// The stack's life on Debian testing, MariaDB 11.8.
import { proveStack } from './prove-stack.js';

proveStack({
  title: 'Debian testing, MariaDB 11.8',
  inventory: 'inventory/lab',
  suites: { all: 'forky' },
});
