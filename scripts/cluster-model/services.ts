import { z } from 'zod';
import { byDefault } from './defaults/defaults.ts';
import type { Found } from './input/objects.ts';
import { readEach } from './input/read-as.ts';
import { labels, listOf, maybe, metadata, portNumber } from './objects/fields.ts';
import { containsLabels } from './objects/selector.ts';
import type { Pods, Protocol } from './pods.ts';

const port = z.looseObject({
  port: portNumber,
  name: maybe(z.string()),
  protocol: maybe(z.enum(['TCP', 'UDP', 'SCTP'], { error: 'expected TCP, UDP or SCTP' })),
  targetPort: maybe(z.union([z.int(), z.string()], { error: 'expected a port, or the name of one' })),
  appProtocol: maybe(z.string()),
});

const shape = z.looseObject({
  metadata,
  spec: z
    .looseObject({
      selector: labels,
      ports: listOf(port),
      type: maybe(z.string()),
    })
    .nullish()
    .transform((given) => given ?? { selector: {}, ports: [], type: undefined }),
});

export type ServicePort = z.output<typeof port>;

export interface Service {
  readonly namespace: string;
  readonly name: string;
  readonly host: string;
  readonly type: string;
  /** A load balancer of it is not for the world. */
  readonly isInternal: boolean;
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly ServicePort[];
  /** Namespaces that know it in the mesh, as its annotation says. */
  readonly exportTo: readonly string[];
  readonly found: Found;
}

export function servicesOf(objects: readonly Found[], problems: string[]): readonly Service[] {
  return readEach(shape, { kind: 'Service', apis: ['v1'] }, objects, problems).map(
    ({ found, value: { metadata: own, spec }, namespace, name }) => {
      const exportTo = own.annotations['networking.istio.io/exportTo'];
      return {
        namespace,
        name,
        host: `${name}.${namespace}.svc.cluster.local`,
        type: spec.type ?? byDefault('/Service', 'spec.type'),
        isInternal: isInternal(own.annotations),
        selector: spec.selector,
        ports: spec.ports,
        exportTo: exportTo === undefined ? [] : exportTo.split(',').map((each) => each.trim()),
        found,
      };
    },
  );
}

/** What the load balancers of the large providers take for internal. */
function isInternal(annotations: Readonly<Record<string, string>>): boolean {
  return Object.entries(annotations).some(
    ([key, value]) =>
      (/load-balancer-(?:scheme|internal|type)$/.test(key) && /^(?:internal|true)$/i.test(value)) ||
      (key === 'service.beta.kubernetes.io/aws-load-balancer-internal' && value !== 'false'),
  );
}

/** Whether a Service sends to pods; one without a selector has endpoints that somebody else writes. */
export function sendsTo({ namespace, selector, type }: Service, pods: Pods): boolean {
  return (
    type !== 'ExternalName' &&
    namespace === pods.namespace &&
    Object.keys(selector).length > 0 &&
    containsLabels(pods.labels, selector)
  );
}

/** The container ports behind a port of a Service. */
export function targetsOf(
  { port: own, targetPort = own, protocol = byDefault('/Service', 'spec.ports[].protocol') }: ServicePort,
  pods: Pick<Pods, 'ports'>,
): readonly { readonly protocol: Protocol; readonly number: number }[] {
  if (typeof targetPort === 'number') return [{ protocol, number: targetPort }];
  return pods.ports
    .filter((each) => each.name === targetPort && each.protocol === protocol)
    .map(({ number }) => ({ protocol, number }));
}
