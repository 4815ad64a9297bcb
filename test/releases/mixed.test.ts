// The stack's life on lb1 and db1 on Debian 12, lb2 on 13, web1 on testing, app1 on 11.
import { proveStack } from './prove-stack.js';

proveStack({
  title: 'lb1 and db1 on Debian 12, lb2 on 13, web1 on testing, app1 on 11',
  inventory: 'inventory/lab',
  suites: { lb1: 'bookworm', lb2: 'trixie', web1: 'forky', app1: 'bullseye', db1: 'bookworm' },
});
