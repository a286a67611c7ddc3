import type { Chart } from 'cdk8s';
import type { Cluster, Fleet } from '../../clusters/index.ts';
import { namespaceLabels } from '../components/namespaces/namespace.ts';
import type { Alert } from '../kit/alerting/alert.ts';
import { addRules } from '../kit/alerting/rules.ts';
import { callSite } from '../kit/declaration/call-site.ts';
import { type FieldMistake, mistakeAt, shown } from '../kit/declaration/mistakes.ts';
import { declaredAs, reportOf } from '../kit/declaration/registry.ts';
import type { NamespaceDeclaration } from '../kit/namespace.ts';
import { type Flow, prometheus } from '../kit/network/flows.ts';
import { allow } from '../kit/network/network-policy.ts';
import type { Exposure } from '../workload/graph/exposures.ts';
import type { Endpoint } from '../workload/graph/graph.ts';
import { assertTraffic, declareComponent } from './declare-component.ts';
import type { Exemption } from './exemption.ts';
import type { ProjectKinds } from './kinds.ts';
import { assertNoSecretInObjects, assertNoSecretInValues } from './pasted-secrets.ts';
import type { Context, HelmChart, Unit } from './unit.ts';
import type { Wave } from './waves.ts';

/** What some pods of a component connect to, and who connects to them. Everything else is refused. */
export interface PodTraffic {
  /** Name of the NetworkPolicy, after `allow-`. */
  readonly name: string;
  /** Labels that the pods have, such as the Helm chart gives them. Left out: every pod of the namespace. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly ingress?: readonly Flow[];
  readonly egress?: readonly Flow[];
  /** Ports that Prometheus reads. */
  readonly metrics?: readonly number[];
}

/** A part of the platform in a namespace of its own or another's, with what its pods connect to. */
export interface PlatformComponent {
  /** Name of the unit, and of the Helm release where a chart gives no other. */
  readonly name: string;
  readonly namespace: string;
  /** Its `namespace` in the whole form; left out where another component of the same namespace declares it. */
  readonly declares?: NamespaceDeclaration;
  readonly wave: Wave;
  /** The clusters that have it; left out: all. */
  readonly on?: (cluster: Cluster, fleet: Fleet) => boolean;
  readonly pods?: (context: Context) => readonly PodTraffic[];
  /** When somebody has to look at it; `platform` is called. */
  readonly alerts?: (context: Context) => readonly Alert[];
  /** Its places that workloads may call. */
  readonly endpoints?: readonly Endpoint[];
  /** Kinds of its objects that `platform/components/argocd/kinds.ts` does not admit to the platform anyway. */
  readonly kinds?: ProjectKinds;
  /** Which policies of Gatekeeper its pods do not follow, and why; the rest of each follows from the component. */
  readonly exemptions?: readonly Omit<Exemption, 'namespace' | 'owner'>[];
  /** What of it is reached from outside through the mesh's gateway. */
  readonly exposes?: (context: Context) => readonly Exposure[];
  /** Adds the objects that are ours: all of them, or what a Helm chart lacks. */
  readonly objects?: (chart: Chart, context: Context) => void;
}

/** A third-party component: a pinned Helm chart with our values, and our objects around it. */
export interface Component extends PlatformComponent {
  readonly chart: Pick<HelmChart, 'repository' | 'chart' | 'version'> & { readonly release?: string };
  /** Only keys that the templates of the chart read: any other is without effect. */
  readonly values: (context: Context) => HelmChart['values'];
}

/**
 * Declares a component. It never throws: what is wrong is told by synth with file and line, together with the mistakes
 * of all other declarations.
 */
export function component(declared: Component): Component;
export function component(declared: PlatformComponent): PlatformComponent;
export function component(declared: Component | PlatformComponent): Component | PlatformComponent {
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
    build: (chart, context) => {
      const labels = namespaceLabels('platform');
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
      const owner = { unit: name, namespace, labels: namespaceLabels('platform'), owner: 'platform' };
      addRules(chart, context.fleet, owner, { alerts: alerts(context) });
      objects?.(chart, context);
      assertNoSecretInObjects(chart, context);
    },
    ...(isChart(component) && {
      helm: (context: Context) => {
        const values = component.values(context);
        assertNoSecretInValues(values, context);
        return { release: name, ...component.chart, values };
      },
    }),
  };
}

/** What `on` gives besides true and false, which the compiler does not see before synth runs. */
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

/**
 * The annotation that gives a ServiceAccount of a chart its IAM role.
 *
 * @param serviceAccount name of the ServiceAccount, which is the role's key under `irsa_role_arns`
 * @throws when the Terraform outputs of the cluster have no such role
 */
export function roleAnnotation(cluster: Cluster, serviceAccount: string): Record<string, string> {
  return { 'eks.amazonaws.com/role-arn': roleArnOf(cluster, serviceAccount) };
}

/** The IAM role of a ServiceAccount; throws as `roleAnnotation` does. */
export function roleArnOf(cluster: Cluster, serviceAccount: string): string {
  const arn = cluster.terraform.irsaRoleArns[serviceAccount];
  if (arn !== undefined) return arn;
  throw new Error(
    `clusters/${cluster.name}/terraform.json: the output irsa_role_arns has no ${serviceAccount}. Make the role in Terraform for the ServiceAccount of that name, and print its ARN there.`,
  );
}
