// The stack's life on Debian 12, MariaDB 10.11.
import { proveStack } from './prove-stack.js';

proveStack({
  title: 'Debian 12, MariaDB 10.11',
  inventory: 'inventory/lab',
  suites: { all: 'bookworm' },
});
