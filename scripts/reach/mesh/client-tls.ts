import type { ClientTls, DestinationRule } from '../../cluster-model/mesh/destination-rule.ts';
import { containsLabels } from '../../cluster-model/objects/selector.ts';
import type { Pods } from '../../cluster-model/pods.ts';
import { isHost } from './pattern.ts';
import { isExported, type Listed, type Registry } from './registry.ts';
import { AUTOMATIC, PLAIN, type Way } from './way.ts';

const MANNERS = { DISABLE: 'plain', SIMPLE: 'tls', MUTUAL: 'tls', ISTIO_MUTUAL: 'mutual' } as const;

/** How the proxies of callers open connections to hosts: what DestinationRules say of TLS. */
export class ClientTlsRules {
  readonly #registry: Registry;
  /** Rules for one host before those for many, and longer patterns before shorter. */
  readonly #rules: readonly DestinationRule[];

  constructor(registry: Registry) {
    this.#registry = registry;
    this.#rules = [...registry.mesh.destinationRules].sort(
      (one, other) =>
        Number(one.host.includes('*')) - Number(other.host.includes('*')) ||
        other.host.length - one.host.length,
    );
  }

  /** Whether a rule says anything of TLS, so that it matters who the caller is. */
  get areThere(): boolean {
    return this.#rules.some(
      ({ tls, subsets }) =>
        tls.all !== undefined || tls.ports.size > 0 || subsets.some((each) => each.tls.all !== undefined),
    );
  }

  /** The rule for a host that counts for a caller: of its own namespace, of the host's, or of the root namespace. */
  ruleFor(
    caller: Pods,
    { host, namespace }: Pick<Listed, 'host' | 'namespace'>,
  ): DestinationRule | undefined {
    const { rootNamespace } = this.#registry.mesh.config;
    const fitting = this.#rules.filter(
      (rule) => isHost(host, rule.host) && isExported(rule.exportTo, rule.namespace, caller.namespace),
    );
    for (const home of [caller.namespace, namespace, rootNamespace]) {
      const own = fitting.filter((rule) => rule.namespace === home);
      const found =
        own.find(({ selector }) => selector !== undefined && selects(selector, home, caller)) ??
        own.find(({ selector }) => selector === undefined);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The ways of a caller to a port of a host: with subsets, there may be several. */
  waysTo(caller: Pods, listed: Pick<Listed, 'host' | 'namespace' | 'port'>): readonly Way[] {
    const rule = this.ruleFor(caller, listed);
    if (rule === undefined) return [this.#byThemselves()];
    const subsets = this.#registry.mesh.virtualServices
      .flatMap(({ routes }) => routes.flatMap(({ destinations }) => destinations))
      .filter(({ host, subset }) => host === listed.host && subset !== undefined)
      .map(({ subset }) => subset);
    const settings = [
      settingAt(rule, listed.port),
      ...rule.subsets
        .filter(({ name, tls }) => tls.all !== undefined && subsets.includes(name))
        .map(({ tls }) => tls.all),
    ];
    return settings.map((setting) =>
      setting === undefined ? this.#byThemselves() : { manner: MANNERS[setting.mode], by: rule },
    );
  }

  #byThemselves(): Way {
    return this.#registry.mesh.config.autoMtls ? AUTOMATIC : PLAIN;
  }
}

/** What a rule says of a port of its host: the settings of a port stand in place of those of all. */
export function settingAt({ tls }: DestinationRule, port: number): ClientTls | undefined {
  return tls.ports.has(port) ? tls.ports.get(port) : tls.all;
}

function selects(selector: Readonly<Record<string, string>>, home: string, caller: Pods): boolean {
  return home === caller.namespace && containsLabels(caller.labels, selector);
}
