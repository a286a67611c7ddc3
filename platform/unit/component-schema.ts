import { z } from 'zod';
import { text } from '../../clusters/text-formats.ts';
import { fields, type Shape } from '../kit/declaration/fields.ts';
import { dnsLabel, flag, labelKey, labelValue, tcpPort } from '../kit/declaration/formats.ts';
import type { NamespaceDeclaration } from '../kit/namespace.ts';
import type { Endpoint } from '../kit/network/endpoint.ts';
import type { Flow } from '../kit/network/flows.ts';
import { chartSchema, RELEASE } from './chart-schema.ts';
import type {
  Component,
  ComponentExemption,
  PlatformComponent,
  PodTraffic,
} from './component-declaration.ts';
import type { ProjectKinds } from './kinds.ts';
import { type Wave, waves } from './waves.ts';

const NAMESPACE =
  "restrictedNamespace('the-name'), or a namespace with name, mesh, owner, podSecurity and, where that is not restricted, a reason";

const namespace = fields(
  {
    name: dnsLabel('the name of a namespace'),
    mesh: flag,
    owner: dnsLabel('who answers for it: platform, or the name of a product'),
    podSecurity: z.enum(['restricted', 'baseline', 'privileged'], {
      error: "'restricted', or 'baseline' or 'privileged' with a reason",
    }),
    reason: text(/\S/, 'why the namespace is not restricted').optional(),
  } satisfies Shape<NamespaceDeclaration & { readonly reason?: string }>,
  NAMESPACE,
).refine(({ podSecurity, reason }) => (podSecurity === 'restricted') === (reason === undefined), {
  error: NAMESPACE,
});

const steps: readonly number[] = Object.values(waves);
const WAVE = `one of the waves of platform/unit/waves.ts, such as waves.controllers`;
const wave = z.custom<Wave>((value) => typeof value === 'number' && steps.includes(value), { error: WAVE });

const made = <Made>(what: string) =>
  z
    .custom<Made>((value) => typeof value === 'function', { error: `a function that gives ${what}` })
    .optional();

const labels = z.record(labelKey, labelValue, { error: "labels of pods, such as { app: 'the-name' }" });

const endpoint = fields(
  {
    name: dnsLabel('the name by which it is called'),
    namespace: dnsLabel('the name of a namespace'),
    serviceAccount: dnsLabel('the name of a ServiceAccount'),
    labels,
    servicePort: tcpPort,
    containerPort: tcpPort,
    protocol: z.enum(['http', 'tcp'], { error: "'http' or 'tcp'" }),
    tls: z.literal(true, { error: 'true, or nothing' }).optional(),
  } satisfies Shape<Endpoint>,
  'a place that workloads may call',
);

const kindsByGroup = z.record(
  text(/^([a-z0-9-]+(\.[a-z0-9-]+)*)?$/, "an API group, such as apps; '' is the core group"),
  z.array(text(/^[A-Z][A-Za-z0-9]*$/, 'a kind, such as StatefulSet'), { error: 'a list of kinds' }),
  { error: 'lists of kinds by API group' },
);

/** What an AppProject has to admit for it. */
const projectKinds = fields(
  { cluster: kindsByGroup.optional(), namespaced: kindsByGroup.optional() } satisfies Shape<ProjectKinds>,
  '{ cluster: {…}, namespaced: {…} }',
);

const exemption = fields(
  {
    workload: dnsLabel('the app.kubernetes.io/name of a workload').optional(),
    policies: z
      .array(text(/^[A-Z][A-Za-z0-9]*$/, 'the kind of a policy, such as NoHostAccess'), {
        error: 'a list of policies',
      })
      .min(1, { error: 'at least one policy' }),
    reason: text(/\S.{9,}/, 'why it cannot follow the policies, in a sentence'),
    on: made<ComponentExemption['on']>('whether a cluster needs it'),
  } satisfies Shape<ComponentExemption>,
  'policies and a reason',
);

const own = {
  name: dnsLabel('the name of a component', RELEASE, ', as it names the release of Helm'),
  namespace: dnsLabel('the name of a namespace'),
  declares: namespace.optional(),
  wave,
  on: made<PlatformComponent['on']>('whether a cluster has it'),
  pods: made<PlatformComponent['pods']>('what its pods connect to'),
  alerts: made<PlatformComponent['alerts']>('its alerts'),
  kinds: projectKinds.optional(),
  exemptions: z.array(exemption, { error: 'a list of exemptions' }).optional(),
  endpoints: z.array(endpoint, { error: 'a list of places that workloads may call' }).optional(),
  exposes: made<PlatformComponent['exposes']>('what is reached from outside'),
  routes: made<PlatformComponent['routes']>('where load balancers send requests'),
  objects: made<PlatformComponent['objects']>('nothing, and adds the objects that are ours'),
} satisfies Shape<PlatformComponent>;

const whole = {
  ...own,
  chart: chartSchema.optional(),
  values: made<Component['values']>('the values of the chart'),
} satisfies Shape<PlatformComponent & Partial<Pick<Component, 'chart' | 'values'>>>;

/** What `component()` takes. */
export const componentSchema = fields(
  whole,
  'an object with the fields of a component: name, namespace and wave',
)
  .refine(({ chart, values }) => (chart === undefined) === (values === undefined), {
    error: 'chart and values together, or neither of them',
  })
  .superRefine(({ namespace, declares }, context) => {
    if (declares === undefined || declares.name === namespace) return;
    context.addIssue({
      code: 'custom',
      path: ['declares', 'name'],
      message: `the namespace of the component, '${namespace}', as nothing else would make it`,
    });
  });

const FLOWS = 'a list of what the functions of network/flows.ts give, such as [kubernetesApi(cluster)]';
const flows = z.array(
  z.custom<Flow>((value) => typeof value === 'object' && value !== null, { error: FLOWS }),
  { error: FLOWS },
);

/** What each item of `pods` has to be. */
export const trafficSchema = fields(
  {
    name: dnsLabel('the name of a NetworkPolicy, without allow-', 57),
    labels: labels.optional(),
    ingress: flows.optional(),
    egress: flows.optional(),
    metrics: z.array(tcpPort, { error: 'a list of ports' }).optional(),
  } satisfies Shape<PodTraffic>,
  'what some pods connect to, with a name',
);
