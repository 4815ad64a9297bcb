// How each keyword of ssh_config(5) is treated over ssh2: the list by which a transport is chosen.

/** What else decides the effect of a keyword's value. */
export interface Situation {
  /** A password is given for this very server. */
  readonly password: boolean;
  /** The operator has a Kerberos ticket. */
  readonly ticket: boolean;
}

/** One keyword. */
export interface Setting {
  /**
   * `honoured`: ssh2 does what ssh would. `no effect`: it changes nothing about a connection of trueup, over either
   * transport. `openssh`: a host that sets it gets the OpenSSH client; so does every keyword that is not listed.
   */
  readonly effect: 'honoured' | 'no effect' | 'openssh';
  /** How, or why; completes a row of docs/ssh.md. */
  readonly note: string;
  /** The values that have this effect; for others it is `openssh`. */
  holds?(values: readonly string[], situation: Situation): boolean;
}

const honoured = (note: string, holds?: Setting['holds']): Setting => ({
  effect: 'honoured',
  note,
  ...(holds && { holds }),
});
const without = (note: string, holds?: Setting['holds']): Setting => ({
  effect: 'no effect',
  note,
  ...(holds && { holds }),
});
const carried = (note: string): Setting => ({ effect: 'openssh', note });

const forwards = without('trueup forwards nothing');
const session = without('trueup sets up its own channels');
const sharing = without('trueup never shares a connection with other programs');
const kerberos = without('only matters with GSSAPIAuthentication');
const hostBased = without('only matters with HostbasedAuthentication');
const canonical = without('only matters with CanonicalizeHostname');
const shown = without('only affects what ssh shows');
const algorithms = carried('OpenSSH uses the algorithms that you choose');

/** Every keyword that is known here, as ssh_config(5) writes it. */
export const settings: Readonly<Record<string, Setting>> = {
  Host: honoured('`ssh -G` evaluates it'),
  Match: honoured('`ssh -G` evaluates it'),
  Include: honoured('`ssh -G` evaluates it'),
  HostName: honoured('the address to connect to'),
  Port: honoured('unless the inventory sets it'),
  User: honoured('unless the inventory sets it'),
  ProxyJump: honoured('each jump server uses its own settings'),
  HostKeyAlias: honoured('the name to look up in known_hosts'),
  IdentityFile: honoured('in the order given; tokens, `~` and `${VAR}` are expanded', isPath),
  IdentitiesOnly: honoured('the agent adds no other keys'),
  IdentityAgent: honoured('`none`, a path or a variable', isPath),
  UserKnownHostsFile: honoured('new keys are added to the first file', namesFiles),
  GlobalKnownHostsFile: honoured('read, never written', namesFiles),
  HashKnownHosts: honoured('new names are hashed'),
  StrictHostKeyChecking: honoured('`ask` refuses unknown keys, because trueup does not prompt for them'),
  ConnectTimeout: honoured('unless the inventory sets it'),
  CheckHostIP: honoured('only `no`; with `yes`, OpenSSH is used', is('no', 'false')),
  PreferredAuthentications: honoured(
    'a list with `publickey` if no password is given; otherwise OpenSSH is used',
    ([list = ''], { password }) => list.split(',').includes('publickey') && !password,
  ),
  PasswordAuthentication: honoured(
    'with `no` and a password, OpenSSH is used',
    (values, { password }) => values[0] === 'yes' || !password,
  ),
  PubkeyAuthentication: honoured(
    'only `yes`; with `no`, OpenSSH is used',
    is('yes', 'true', 'unbound', 'host-bound'),
  ),
  UseKeychain: honoured('if a key has a passphrase, OpenSSH is used'),
  GSSAPIAuthentication: honoured(
    'no effect without a Kerberos ticket; with a ticket, OpenSSH is used',
    ([value], { ticket }) => value === 'no' || !ticket,
  ),

  AddKeysToAgent: without('trueup adds no keys to the agent'),
  BatchMode: without('trueup itself decides whether to prompt'),
  Compression: without('trueup is at least as fast without it'),
  ConnectionAttempts: without('trueup has its own retries'),
  NumberOfPasswordPrompts: without('a wrong password is not tried again'),
  ServerAliveInterval: without('trueup sends its own keepalives'),
  ServerAliveCountMax: without('trueup sends its own keepalives'),
  TCPKeepAlive: without('trueup sends its own keepalives'),
  IPQoS: without('only marks packets'),
  SendEnv: without('your variables are never sent to hosts'),
  SetEnv: without('`TERM`, `COLORTERM`, `LANG`, `LC_*`; for all others, OpenSSH is used', (values) =>
    values.every((value) => /^(TERM|COLORTERM|LANG|LC_\w+)=/.test(value)),
  ),
  UpdateHostKeys: without('trueup writes only keys that it has just verified'),
  IgnoreUnknown: without('only `ssh -G` evaluates it'),
  Tag: without('only `ssh -G` evaluates it'),
  FingerprintHash: shown,
  LogLevel: shown,
  LogVerbose: shown,
  SyslogFacility: shown,
  VisualHostKey: shown,
  WarnWeakCrypto: shown,
  ControlMaster: sharing,
  ControlPath: sharing,
  ControlPersist: sharing,
  ClearAllForwardings: forwards,
  DynamicForward: forwards,
  ExitOnForwardFailure: forwards,
  ForwardAgent: forwards,
  ForwardX11: forwards,
  ForwardX11Timeout: forwards,
  ForwardX11Trusted: forwards,
  GatewayPorts: forwards,
  LocalForward: forwards,
  PermitRemoteOpen: forwards,
  RemoteForward: forwards,
  StreamLocalBindMask: forwards,
  StreamLocalBindUnlink: forwards,
  Tunnel: forwards,
  TunnelDevice: forwards,
  XAuthLocation: forwards,
  EnableEscapeCommandline: session,
  EscapeChar: session,
  ForkAfterAuthentication: session,
  LocalCommand: session,
  ObscureKeystrokeTiming: session,
  PermitLocalCommand: session,
  RemoteCommand: session,
  RequestTTY: session,
  SessionType: session,
  StdinNull: session,
  CanonicalDomains: canonical,
  CanonicalizeFallbackLocal: canonical,
  CanonicalizeMaxDots: canonical,
  CanonicalizePermittedCNAMEs: canonical,
  EnableSSHKeysign: hostBased,
  HostbasedAcceptedAlgorithms: hostBased,
  HostbasedKeyTypes: hostBased,
  GSSAPIClientIdentity: kerberos,
  GSSAPIDelegateCredentials: kerberos,
  GSSAPIKexAlgorithms: kerberos,
  GSSAPIRenewalForcesRekey: kerberos,
  GSSAPIServerIdentity: kerberos,
  GSSAPITrustDns: kerberos,
  GSSAPIKeyExchange: without(
    'without a Kerberos ticket; with a ticket, OpenSSH is used',
    ([value], { ticket }) => value === 'no' || !ticket,
  ),
  ProxyUseFdpass: without('only matters with ProxyCommand'),
  SecurityKeyProvider: without('hardware keys require OpenSSH anyway'),

  AddressFamily: carried('it determines which addresses are tried'),
  BindAddress: carried('it determines the source address of connections'),
  BindInterface: carried('it determines the source address of connections'),
  CanonicalizeHostname: carried('OpenSSH canonicalizes the host name'),
  CASignatureAlgorithms: algorithms,
  CertificateFile: carried('ssh2 does not support certificates'),
  ChannelTimeout: carried('ssh2 does not support it'),
  Ciphers: algorithms,
  HostbasedAuthentication: carried('ssh2 does not support it'),
  HostKeyAlgorithms: algorithms,
  KbdInteractiveAuthentication: carried('it determines which login methods are tried'),
  KexAlgorithms: algorithms,
  KnownHostsCommand: carried('OpenSSH checks the host key'),
  MACs: algorithms,
  NoHostAuthenticationForLocalhost: carried('OpenSSH checks the host key'),
  PKCS11Provider: carried('ssh2 does not support PKCS#11'),
  ProxyCommand: carried('OpenSSH runs the command'),
  PubkeyAcceptedAlgorithms: algorithms,
  RekeyLimit: carried('ssh2 never initiates rekeying'),
  RequiredRSASize: carried('OpenSSH checks the host key'),
  RevokedHostKeys: carried('OpenSSH checks the host key'),
  VerifyHostKeyDNS: carried('OpenSSH checks the host key'),
};

const byKeyword: ReadonlyMap<string, readonly [name: string, setting: Setting]> = new Map(
  Object.entries(settings).map((entry) => [entry[0].toLowerCase(), entry]),
);

/** The keyword in its usual spelling; unchanged if it isn't known. */
export function nameOf(keyword: string): string {
  return byKeyword.get(keyword.toLowerCase())?.[0] ?? keyword;
}

/** Whether a keyword changes nothing about a connection of trueup, whatever its value. */
export function hasNoEffect(keyword: string): boolean {
  const setting = byKeyword.get(keyword.toLowerCase())?.[1];
  return setting?.effect === 'no effect' && setting.holds === undefined;
}

/** Whether ssh2 may carry a connection with this setting. */
export function canSsh2(keyword: string, values: readonly string[], situation: Situation): boolean {
  const setting = byKeyword.get(keyword.toLowerCase())?.[1];
  if (setting === undefined || setting.effect === 'openssh') return false;
  return setting.holds === undefined || setting.holds(values, situation);
}

function is(...allowed: readonly string[]): Setting['holds'] {
  return (values) => values.every((value) => allowed.includes(value.toLowerCase()));
}

/** False for what only ssh can fill in: a hash of the connection, another user's home. */
function isPath(values: readonly string[]): boolean {
  return values.every((value) => !/%[Cj]|^~[^/]/.test(value));
}

/** `ssh -G` doesn't quote a path that contains blanks: a word that doesn't begin like a path is the rest of one. */
function namesFiles([value = '']: readonly string[]): boolean {
  return value.split(' ').every((word) => /^(\/|~\/|none$)/.test(word));
}
