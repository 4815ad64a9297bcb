// A host's lock in somebody else's hands, for as long as a test needs it to be.
import { sh, type Script } from '../../lib/kit.js';

const unit = 'trueup-test-lock.service';

/** Takes it as another run would, and returns when it is held. */
export const takeLock = (owner: string): Script => sh`
mkdir -p /run/trueup
: >/run/trueup/lock
systemd-run --quiet --collect --unit=${unit} sh -c 'exec 8<>/run/trueup/lock; flock 8; echo "$0" >/run/trueup/lock; exec sleep 600' ${owner}
until grep -qxF ${owner} /run/trueup/lock; do sleep 0.1; done`;

export const freeLock: Script = sh`systemctl stop ${unit}`;
