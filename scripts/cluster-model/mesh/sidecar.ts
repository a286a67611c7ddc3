import { z } from 'zod';
import type { Found } from '../input/objects.ts';
import { readEach } from '../input/read-as.ts';
import { labels, listOf, maybe, metadata, texts } from '../objects/fields.ts';

const shape = z.looseObject({
  metadata,
  spec: z
    .looseObject({
      workloadSelector: maybe(z.looseObject({ labels })),
      egress: listOf(
        z.looseObject({
          hosts: texts,
          port: maybe(z.looseObject({ number: maybe(z.int()) })),
        }),
      ),
      outboundTrafficPolicy: maybe(z.looseObject({ mode: maybe(z.string()) })),
    })
    .nullish()
    .transform(
      (given) => given ?? { workloadSelector: undefined, egress: [], outboundTrafficPolicy: undefined },
    ),
});

/** A Sidecar of Istio: what the proxies of some workloads know of the rest of the mesh. */
export interface Sidecar {
  readonly namespace: string;
  /** Undefined: every workload of the namespace. */
  readonly selector: Readonly<Record<string, string>> | undefined;
  readonly listeners: readonly {
    readonly hosts: readonly { readonly namespace: string; readonly host: string }[];
    readonly port: number | undefined;
  }[];
  /** Undefined: as the mesh has it. */
  readonly registryOnly: boolean | undefined;
  readonly found: Found;
}

export function sidecarsOf(objects: readonly Found[], problems: string[]): readonly Sidecar[] {
  return readEach(shape, { kind: 'Sidecar', apis: ['networking.istio.io'] }, objects, problems).map(
    ({ found, value: { spec }, namespace }) => {
      const selector = spec.workloadSelector?.labels;
      const mode = spec.outboundTrafficPolicy?.mode;
      return {
        namespace,
        selector: selector !== undefined && Object.keys(selector).length > 0 ? selector : undefined,
        listeners: spec.egress.map(({ hosts, port }) => ({
          port: port?.number,
          hosts: hosts.map((host) => {
            const [namespace = '*', name] = host.split('/');
            return name === undefined ? { namespace: '*', host } : { namespace, host: name };
          }),
        })),
        registryOnly: mode === undefined ? undefined : mode === 'REGISTRY_ONLY',
        found,
      };
    },
  );
}
