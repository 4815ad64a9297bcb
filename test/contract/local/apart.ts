// How a test changes this machine without a trace: a shell's words for unshare(1), with a folder for what is written.

/** In a mount namespace of its own, the records and the lock of this machine are out of reach. */
export const apart = `
mount -t tmpfs tmpfs "$1"
mkdir "$1/upper" "$1/work"
mount -t overlay -o "lowerdir=/var,upperdir=$1/upper,workdir=$1/work" overlay /var
mount -t tmpfs tmpfs /run
shift
exec "$@"
`;
