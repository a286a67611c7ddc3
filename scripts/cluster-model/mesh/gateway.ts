import { z } from 'zod';
import type { Found } from '../input/objects.ts';
import { readEach } from '../input/read-as.ts';
import { labels, listOf, maybe, metadata, texts } from '../objects/fields.ts';
import { containsLabels } from '../objects/selector.ts';
import type { Pods } from '../pods.ts';

const shape = z.looseObject({
  metadata,
  spec: z
    .looseObject({
      selector: labels,
      servers: listOf(
        z.looseObject({
          hosts: texts,
          port: z.looseObject({ number: z.int('expected a whole number'), protocol: maybe(z.string()) }),
          tls: maybe(z.looseObject({ mode: maybe(z.string()) })),
        }),
      ),
    })
    .nullish()
    .transform((given) => given ?? { selector: {}, servers: [] }),
});

export interface GatewayServer {
  readonly hosts: readonly string[];
  readonly port: number;
  readonly protocol: string;
  readonly tls: string | undefined;
}

/** A Gateway of Istio: what gateway pods listen for. */
export interface Gateway {
  readonly namespace: string;
  readonly name: string;
  readonly selector: Readonly<Record<string, string>>;
  /** The only namespace of its pods; undefined: any. */
  readonly home?: string;
  readonly servers: readonly GatewayServer[];
  readonly found: Found;
}

/** Whether pods listen for what a Gateway says. */
export function isServedBy({ selector, home }: Gateway, { labels: own, namespace }: Pods): boolean {
  return (home === undefined || home === namespace) && containsLabels(own, selector);
}

export function gatewaysOf(objects: readonly Found[], problems: string[]): readonly Gateway[] {
  return readEach(shape, { kind: 'Gateway', apis: ['networking.istio.io'] }, objects, problems).map(
    ({ found, value: { spec }, namespace, name }) => ({
      namespace,
      name,
      selector: spec.selector,
      servers: spec.servers.map(({ hosts, port, tls }) => ({
        hosts,
        port: port.number,
        protocol: (port.protocol ?? 'TCP').toUpperCase(),
        tls: tls?.mode,
      })),
      found,
    }),
  );
}
