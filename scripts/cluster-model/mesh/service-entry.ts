import { z } from 'zod';
import type { Found } from '../input/objects.ts';
import { readEach } from '../input/read-as.ts';
import { type Labels, labels, listOf, maybe, metadata, texts } from '../objects/fields.ts';

const portNumber = z.int('expected a whole number');

const shape = z.looseObject({
  metadata,
  spec: z
    .looseObject({
      hosts: texts,
      addresses: texts,
      ports: listOf(
        z.looseObject({ number: portNumber, protocol: maybe(z.string()), targetPort: maybe(portNumber) }),
      ),
      resolution: maybe(z.string()),
      location: maybe(z.string()),
      endpoints: listOf(
        z.looseObject({
          address: maybe(z.string()),
          network: maybe(z.string()),
          labels,
          serviceAccount: maybe(z.string()),
        }),
      ),
      workloadSelector: maybe(z.looseObject({ labels })),
      exportTo: texts,
    })
    .nullish(),
});

/** A ServiceEntry of Istio: something that the mesh knows besides the cluster's Services. */
export interface ServiceEntry {
  readonly namespace: string;
  readonly name: string;
  readonly hosts: readonly string[];
  readonly addresses: readonly string[];
  readonly ports: readonly { readonly number: number; readonly targetPort?: number | undefined }[];
  readonly endpoints: readonly {
    readonly address?: string | undefined;
    readonly network?: string | undefined;
    readonly labels: Labels;
  }[];
  /** Pods of its namespace that stand behind it. */
  readonly selector: Readonly<Record<string, string>> | undefined;
  readonly exportTo: readonly string[];
  readonly found: Found;
}

export function serviceEntriesOf(objects: readonly Found[], problems: string[]): readonly ServiceEntry[] {
  return readEach(shape, { kind: 'ServiceEntry', apis: ['networking.istio.io'] }, objects, problems).map(
    ({ found, value: { spec }, namespace, name }) => ({
      namespace,
      name,
      hosts: spec?.hosts ?? [],
      addresses: spec?.addresses ?? [],
      ports: spec?.ports ?? [],
      endpoints: spec?.endpoints ?? [],
      selector: spec?.workloadSelector?.labels,
      exportTo: spec?.exportTo ?? [],
      found,
    }),
  );
}
