import { onlyVersion, pinOf } from '../../charts/find.ts';
import type { Cluster, Fleet } from '../../clusters/index.ts';
import { grafana } from '../components/grafana/address.ts';
import { prometheus } from '../components/monitoring/address.ts';
import { toolUrl } from '../components/staff-tools/address.ts';
import { addRules } from '../kit/alerting/rules.ts';
import { callSite } from '../kit/declaration/call-site.ts';
import { type FieldMistake, mistakeAt, shown } from '../kit/declaration/mistakes.ts';
import { declaredAs, reportOf } from '../kit/declaration/registry.ts';
import { ownerLabels } from '../kit/labels.ts';
import { addLoadBalancerRoute } from '../kit/load-balancer/application-load-balancer.ts';
import type { NamespaceDeclaration } from '../kit/namespace.ts';
import { allow } from '../kit/network/network-policy.ts';
import type { Proposed, ValuesOf } from './chart-values.ts';
import type { Component, DeclaredComponent, PlatformComponent } from './component-declaration.ts';
import { assertTraffic, declareComponent } from './declare-component.ts';
import { podTargetsOf, sendsToPods } from './load-balancer-targets.ts';
import { assertNoSecretInObjects, assertNoSecretInValues } from './pasted-secrets.ts';
import type { Context, HelmChart, Unit } from './unit.ts';

/**
 * Declares a component. It never throws: synth reports what is wrong with file and line, together with the mistakes
 * of all other declarations.
 */
export function component<
  const Name extends string = never,
  const Given extends Proposed<ValuesOf<Name>> = never,
>(declared: DeclaredComponent<Name, Given>): [Name] extends [never] ? PlatformComponent : Component;
export function component(declared: PlatformComponent | Component): PlatformComponent | Component {
  return declareComponent(declared, callSite(component));
}

/** The unit of a component on the clusters of the fleet that have it. */
export function unitOf(declared: PlatformComponent | Component, fleet: Fleet): Unit {
  const component =
    declaredAs(declared) === undefined ? declareComponent(declared, () => 'platform') : declared;
  const known = declaredAs(component);
  const {
    name,
    namespace,
    declares,
    wave,
    on = () => true,
    pods = () => [],
    alerts = () => [],
    routes = () => [],
    objects,
    endpoints,
    exposes,
    kinds,
    exemptions,
  } = component;
  const chosen = fleet.clusters.map((cluster) => ({ cluster: cluster.name, has: on(cluster, fleet) }));
  const mistakes =
    known === undefined ? [] : reportOf({ ...known, mistakes: [...known.mistakes, ...undecided(chosen)] });
  return {
    name,
    project: 'platform',
    namespace,
    wave,
    clusters: chosen.filter(({ has }) => has).map(({ cluster }) => cluster),
    ...(known && { declaredAt: known.callSite }),
    ...(mistakes.length > 0 && { mistakes }),
    ...(declares && { namespaces: [declares] }),
    ...(endpoints && { endpoints }),
    ...(kinds && { kinds }),
    ...(exemptions && {
      exemptions: exemptions.map((exemption) => ({ ...exemption, namespace, owner: 'platform' })),
    }),
    ...(exposes && { exposes }),
    loadBalancerTargets: (context) => [
      ...podTargetsOf(routes(context)),
      ...(isChart(component) && sendsToPods(component.values(context)) ? [namespace] : []),
    ],
    build: (chart, context) => {
      const labels = ownerLabels('platform');
      for (const traffic of pods(context)) {
        assertTraffic(traffic);
        const { name, labels: selected, ingress = [], egress = [], metrics = [] } = traffic;
        allow(chart, {
          name: `allow-${name}`,
          pods: { namespace, ...(selected && { labels: selected }) },
          labels,
          ingress: [...ingress, ...(metrics.length > 0 ? [prometheus(...metrics)] : [])],
          egress,
        });
      }
      const owner = {
        unit: name,
        namespace,
        labels,
        owner: 'platform',
        dashboard: 'cluster-overview',
        grafana: toolUrl(grafana.name, context.cluster),
      } as const;
      addRules(chart, context.fleet, owner, { alerts: alerts(context) });
      for (const route of routes(context)) addLoadBalancerRoute(chart, context.cluster, route);
      objects?.(chart, context);
      assertNoSecretInObjects(chart, context);
    },
    ...(isChart(component) && {
      chart: typeof component.chart === 'string' ? component.chart : component.chart.name,
      helm: (context: Context) => ({
        ...helmChart(component.chart, name, context.cluster),
        // Most of those who ask want to know which chart it is.
        get values() {
          const values = component.values(context);
          assertNoSecretInValues(values, context);
          return values;
        },
      }),
    }),
  };
}

/** The chart as a cluster gets it. */
function helmChart(
  declared: Component['chart'],
  release: string,
  cluster: Cluster,
): Omit<HelmChart, 'values'> {
  const { name, version, ...more } = typeof declared === 'string' ? { name: declared } : declared;
  const { repository, version: pinned } = pinOf(name, version?.(cluster) ?? onlyVersion(name) ?? '');
  return { release, ...more, repository, chart: name, version: pinned };
}

/** What `on` returns besides true and false; synth runs without the compiler's checks. */
function undecided(chosen: readonly { cluster: string; has: unknown }[]): readonly FieldMistake[] {
  const wrong = chosen.find(({ has }) => typeof has !== 'boolean');
  if (wrong === undefined) return [];
  return [
    mistakeAt(
      ['on'],
      `a function that gives ${shown(wrong.has)} for ${wrong.cluster}`,
      "one that gives true or false, such as ({ environment }) => environment === 'production'",
    ),
  ];
}

function isChart(component: PlatformComponent | Component): component is Component {
  return 'chart' in component;
}

/** A namespace of the platform whose pods meet the Pod Security level `restricted` and stay outside the mesh. */
export function restrictedNamespace(name: string): NamespaceDeclaration {
  return { name, mesh: false, owner: 'platform', podSecurity: 'restricted' };
}

/** A namespace of the platform whose pods need more of their node than `restricted` allows, and why; outside the mesh too. */
export function privilegedNamespace(name: string, reason: string): NamespaceDeclaration {
  return { name, mesh: false, owner: 'platform', podSecurity: 'privileged', reason };
}
