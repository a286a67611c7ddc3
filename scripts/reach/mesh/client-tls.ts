import type { ClientTls, DestinationRule } from '../../cluster-model/mesh/destination-rule.ts';
import type { RouteDestination } from '../../cluster-model/mesh/virtual-service.ts';
import { containsLabels } from '../../cluster-model/objects/selector.ts';
import type { Pods } from '../../cluster-model/pods.ts';
import { groupedBy } from '../connection.ts';
import { isHost } from './pattern.ts';
import { isExported, type Listed, type Registry } from './registry.ts';
import { AUTOMATIC, PLAIN, type Way } from './way.ts';

const MANNERS = { DISABLE: 'plain', SIMPLE: 'tls', MUTUAL: 'tls', ISTIO_MUTUAL: 'mutual' } as const;

/** How the proxies of callers open connections to hosts: what DestinationRules say of TLS. */
export class ClientTlsRules {
  readonly #registry: Registry;
  readonly #ofHost: ReadonlyMap<string, readonly DestinationRule[]>;
  /** Rules for many hosts, the longer patterns first. */
  readonly #wide: readonly DestinationRule[];
  /** Subsets of hosts that routes name. */
  readonly #subsets: ReadonlyMap<string, readonly RouteDestination[]>;
  /** Whether a rule says anything of TLS, so that it matters who the caller is. */
  readonly areThere: boolean;

  constructor(registry: Registry) {
    this.#registry = registry;
    const { destinationRules, virtualServices } = registry.mesh;
    this.#ofHost = groupedBy(destinationRules, ({ host }) => host);
    this.#wide = destinationRules
      .filter(({ host }) => host.includes('*'))
      .sort((one, other) => other.host.length - one.host.length);
    const routed = virtualServices.flatMap(({ routes }) =>
      routes.flatMap(({ destinations }) => destinations),
    );
    this.#subsets = groupedBy(
      routed.filter(({ subset }) => subset !== undefined),
      ({ host }) => host,
    );
    this.areThere = destinationRules.some(
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
    const fitting = [
      ...(this.#ofHost.get(host) ?? []),
      ...this.#wide.filter((rule) => rule.host !== host && isHost(host, rule.host)),
    ].filter((rule) => isExported(rule.exportTo, rule.namespace, caller.namespace));
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
    const subsets = (this.#subsets.get(listed.host) ?? []).map(({ subset }) => subset);
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
