// Collects what is wrong with hosts' variables, so that a value shared by twenty hosts is reported once.
import { hostsInWords } from '../../model/join-host-names.js';
import type { Problems } from '../raw/collect-problems.js';
import type { Finding } from './schema-findings.js';

/** Findings by place and message, with the hosts they concern. */
export class HostFindings {
  readonly #found = new Map<string, { readonly finding: Finding; readonly hosts: string[] }>();

  add(host: string, finding: Finding): void {
    const { file, line, column } = finding.place;
    const key = `${file}:${line}:${column} ${finding.message}`;
    const known = this.#found.get(key);
    if (!known) this.#found.set(key, { finding, hosts: [host] });
    else if (!known.hosts.includes(host)) known.hosts.push(host);
  }

  /** Adds one problem for each, starting with the hosts' names; a warning if none of the hosts is in `touched`. */
  addTo(problems: Problems, touched?: ReadonlySet<string>): void {
    for (const { finding, hosts } of this.#found.values()) {
      const { message, place, hint } = finding;
      const text = `${hostsInWords(hosts)}: ${message}`;
      if (!touched || hosts.some((host) => touched.has(host))) problems.add(text, { place, hint });
      else problems.warn(text, { place, hint });
    }
  }
}
