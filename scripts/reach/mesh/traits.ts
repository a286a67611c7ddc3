import type { Pods } from '../../cluster-model/pods.ts';
import { authorizationOf } from './authorization.ts';
import { isPrincipal } from './caller.ts';
import type { ClientTlsRules } from './client-tls.ts';
import type { Gateways } from './gateways.ts';
import type { Outbound } from './outbound.ts';
import { fits } from './pattern.ts';
import type { Registry } from './registry.ts';
import { authenticationsOf } from './transport.ts';

interface Known {
  readonly registry: Registry;
  readonly outbound: Outbound;
  readonly gateways: Gateways;
  readonly rules: ClientTlsRules;
}

/** Tells which pods are the same to everything in the mesh, so that a pair of each kind is judged once. */
export class Traits {
  readonly #registry: Registry;
  readonly #outbound: Outbound;
  readonly #gateways: Gateways;
  readonly #rules: ClientTlsRules;
  readonly #exact: ReadonlySet<string>;
  readonly #patterns: readonly string[];
  readonly #namespaces: readonly string[];
  readonly #ids = new Map<unknown, number>();

  constructor({ registry, outbound, gateways, rules }: Known) {
    this.#registry = registry;
    this.#outbound = outbound;
    this.#gateways = gateways;
    this.#rules = rules;
    const { authorizationPolicies } = registry.mesh;
    const sources = authorizationPolicies.flatMap(({ rules }) =>
      rules.flatMap(({ from }) => (from ?? []).flatMap(({ source }) => source ?? [])),
    );
    const conditions = authorizationPolicies.flatMap(({ rules }) => rules.flatMap(({ when }) => when));
    const of = (key: string) =>
      conditions
        .filter((each) => each.key === key)
        .flatMap(({ values, notValues }) => [...values, ...notValues]);
    const principals = [
      ...sources.flatMap(({ principals: own, notPrincipals }) => [...own, ...notPrincipals]),
      ...of('source.principal'),
    ];
    const accounts = [
      ...sources.flatMap(({ serviceAccounts, notServiceAccounts }) => [
        ...serviceAccounts,
        ...notServiceAccounts,
      ]),
      ...of('source.serviceAccount'),
    ];
    this.#exact = new Set([
      ...principals.filter((each) => !each.includes('*')).map((each) => each.slice(each.indexOf('/') + 1)),
      ...accounts.map((each) => (each.includes('/') ? `ns/${each.replace('/', '/sa/')}` : `*/sa/${each}`)),
    ]);
    this.#patterns = [...new Set(principals.filter((each) => each.includes('*')))];
    this.#namespaces = [
      ...new Set([
        ...sources.flatMap(({ namespaces, notNamespaces }) => [...namespaces, ...notNamespaces]),
        ...of('source.namespace'),
      ]),
    ];
  }

  of(pods: Pods): string {
    const { mesh } = this.#registry;
    const membership = mesh.membership.get(pods) ?? 'none';
    const hosts = this.#registry
      .hostsOf(pods)
      .map(({ host, port, targets, speaks }) =>
        [host, port, speaks, ...targets.map(({ number }) => number)].join(':'),
      );
    const hasRules = this.#rules.areThere;
    const knowsHosts =
      mesh.sidecars.length > 0 || mesh.gateways.length > 0 || mesh.config.registryOnly || hasRules;
    const annotations = Object.entries(pods.annotations).filter(([key]) =>
      key.startsWith('traffic.sidecar.istio.io/'),
    );
    return JSON.stringify([
      membership,
      this.#callerTraits(pods),
      authorizationOf(mesh, pods).map((each) => this.#id(each)),
      authenticationsOf(mesh, pods).map((each) => this.#id(each)),
      knowsHosts ? hosts : hosts.map((each) => each.replace(/^[^:]*:\d+/, '')),
      // What is exported to a namespace, and what its Sidecar says, is known there alone.
      knowsHosts ? [pods.namespace, this.#id(this.#outbound.sidecarOf(pods))] : [],
      this.#gateways.of(pods).map((each) => this.#id(each)),
      annotations,
      hasRules && mesh.destinationRules.some(({ selector }) => selector !== undefined) ? pods.labels : {},
      this.#registry.isControlPlane(pods),
      pods.addresses,
    ]);
  }

  /** Which of the policies' names for callers are the pods'. */
  #callerTraits({ namespace, serviceAccount }: Pods): readonly unknown[] {
    const { config } = this.#registry.mesh;
    const identity = { trustDomain: config.trustDomain, namespace, serviceAccount };
    const rest = `ns/${namespace}/sa/${serviceAccount}`;
    return [
      this.#exact.has(rest) || this.#exact.has(`*/sa/${serviceAccount}`) ? rest : '',
      this.#patterns.flatMap((pattern, at) => (isPrincipal(pattern, identity, config) ? at : [])),
      this.#namespaces.flatMap((pattern, at) => (fits(namespace, pattern) ? at : [])),
    ];
  }

  #id(value: unknown): number {
    const known = this.#ids.get(value);
    if (known !== undefined) return known;
    this.#ids.set(value, this.#ids.size);
    return this.#ids.size - 1;
  }
}
