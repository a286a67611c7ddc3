import { parse } from 'yaml';
import { z } from 'zod';
import { isCached } from '../../../platform/kit/image-registry.ts';
import { quoted } from '../workload/source.ts';

/** What a component says. */
export interface DeclaredComponent {
  readonly name: string;
  readonly variable: string;
  readonly purpose: string;
  readonly namespace: string;
  readonly chart: string;
  readonly everyNode: boolean;
  /** Of the chart; undefined where it is not known. */
  readonly values: string | undefined;
}

const securityContext = z.looseObject({ seccompProfile: z.unknown().optional() }).optional().catch(undefined);

const values = z.looseObject({
  image: z
    .looseObject({ registry: z.string().nullish(), repository: z.string().nullish() })
    .optional()
    .catch(undefined),
  resources: z.looseObject({}).optional().catch(undefined),
  podSecurityContext: securityContext,
  securityContext,
});

/** The file of a component, before it is formatted: what it pulls and asks for, and what its pods may connect to. */
export function componentSource(component: DeclaredComponent): string {
  const { name, variable, purpose, namespace, chart, everyNode } = component;
  const fields = valueFields(component.values);
  const imageOfCluster = fields.some((field) => field.includes('cached('));
  return `import { component, restrictedNamespace } from '../../unit/component.ts';
${imageOfCluster ? "import { cached } from '../../kit/image-registry.ts';\n" : ''}import { kubernetesApi } from '../../kit/network/flows.ts';
import { waves } from '../../unit/waves.ts';

const LABELS = { 'app.kubernetes.io/name': ${quoted(chart)} };

/** ${purpose} */
export const ${variable} = component({
  name: ${quoted(name)},
  namespace: ${quoted(namespace)},
  declares: restrictedNamespace(${quoted(namespace)}),
  wave: waves.${everyNode ? 'workloads' : 'controllers'},
  chart: ${quoted(chart)},
  values: (${imageOfCluster ? '{ cluster }' : ''}) => ({ ${fields.join(', ')} }),
  pods: ({ cluster }) => [
    { name: ${quoted(name)}, labels: LABELS, egress: [kubernetesApi(cluster)] },
  ],
});
`;
}

/** Where the chart pulls an image from that has no pull-through rule; undefined where it has one, or no image is told. */
export function strangeRegistry(text: string | undefined): string | undefined {
  const image = text === undefined ? undefined : imageIn(text);
  return image === undefined || isCached(image.registry) ? undefined : image.registry;
}

function valueFields(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  const image = imageIn(text);
  const has = values.parse(parse(text) ?? {});
  return [
    ...(image !== undefined && isCached(image.registry) ? [imageField(image)] : []),
    ...(has.resources === undefined
      ? []
      : ["resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } }"]),
    ...profileField(has),
  ];
}

/** A namespace that is restricted refuses a pod without this profile, which many charts leave to their users. */
function profileField(has: z.infer<typeof values>): readonly string[] {
  const places = ['podSecurityContext', 'securityContext'] as const;
  const place = places.find((each) => has[each] !== undefined);
  if (place === undefined || places.some((each) => has[each]?.seccompProfile)) return [];
  return [`${place}: { seccompProfile: { type: 'RuntimeDefault' } }`];
}

interface ChartImage {
  readonly registry: string;
  /** Whether the values name the registry apart from the rest. */
  readonly apart: boolean;
  readonly path: string;
}

function imageField({ registry, apart, path }: ChartImage): string {
  const host = `cached(cluster, ${quoted(registry)})`;
  return apart ? `image: { registry: ${host} }` : `image: { repository: \`\${${host}}/${path}\` }`;
}

/** The one image of a chart that has one. */
function imageIn(text: string): ChartImage | undefined {
  const { image } = values.parse(parse(text) ?? {});
  const repository = image?.repository ?? '';
  if (repository === '') return undefined;
  if (image?.registry) return { registry: image.registry, apart: true, path: repository };
  const [first = '', ...rest] = repository.split('/');
  if (first.includes('.')) return { registry: first, apart: false, path: rest.join('/') };
  return { registry: 'docker.io', apart: false, path: rest.length === 0 ? `library/${first}` : repository };
}
