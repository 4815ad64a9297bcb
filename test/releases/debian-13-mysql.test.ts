// The stack's life on Debian 13, MySQL from sid.
import { proveStack } from './prove-stack.js';

proveStack({
  title: 'Debian 13, MySQL from sid',
  inventory: 'test/inventories/lab-mysql',
  suites: { all: 'trixie' },
});
