// Both transports against a real sshd on loopback.
import { canRunSshd, startLocalSshd, type LocalSshd } from './local-sshd.js';
import { loginContract } from './login-contract.js';
import { channelContract } from './transport-contract.js';

for (const name of ['ssh2', 'openssh'] as const) {
  describe(`the ${name} transport and a local sshd`, () => {
    let sshd: LocalSshd | undefined;
    before(async function () {
      if (!canRunSshd()) this.skip();
      sshd = await startLocalSshd();
    });
    after(() => sshd?.stop());
    for (const contract of [channelContract, loginContract]) {
      contract(
        name,
        () => sshd!.connection,
        () => sshd!.folder,
      );
    }
  });
}
