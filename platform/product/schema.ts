import { z } from 'zod';
import { fields, formOf, type Shape } from '../kit/declaration/fields.ts';
import { dnsLabel, flag, httpPath } from '../kit/declaration/formats.ts';
import type { RecoveryObjectives } from '../unit/recovery.ts';
import { clusterNames } from '../workload/declaration/schema.ts';
import type { WorkloadDeclaration } from '../workload/declaration/workload.ts';
import type { IngressDeclaration, ProductDeclaration, ProductNamespace } from './declaration.ts';

/** The longest that synth adds to the name of a product. */
const LONGEST_SUFFIX = '-secrets';

/** Names that the platform and Argo CD have taken. */
const TAKEN = ['platform', 'default', 'argocd'];

const NAME = `the name of a product: lower case letters, digits and hyphens, at most ${63 - LONGEST_SUFFIX.length} characters, and none of ${TAKEN.join(', ')}`;

const productName = dnsLabel(NAME, 63 - LONGEST_SUFFIX.length).refine((name) => !TAKEN.includes(name), {
  error: NAME,
});

const NAMESPACE =
  'the name of a namespace of the product: lower case letters, digits and hyphens, at most 63 characters; not default and not kube-…';

const namespaceName = dnsLabel(NAMESPACE).refine((name) => name !== 'default' && !name.startsWith('kube-'), {
  error: NAMESPACE,
});

const NAMESPACES = "a list of at least one namespace, such as [{ name: 'shop', mesh: true }], each name once";

const namespaces = z
  .array(
    fields(
      { name: namespaceName, mesh: flag } satisfies Shape<ProductNamespace>,
      "{ name: 'shop', mesh: true }",
    ),
    {
      error: NAMESPACES,
    },
  )
  .refine((list) => list.length > 0 && new Set(list.map(({ name }) => name)).size === list.length, {
    error: NAMESPACES,
  });

const WORKLOAD =
  'what service(), worker() or job() gives. Where the file of the workload imports this one, each waits for the other: move what they share into a third';

/** Only whether it is a workload at all: what is wrong inside it is found separately. */
const declared = z.unknown();
const notDeclared = z.never({ error: WORKLOAD });
const workload = formOf<WorkloadDeclaration>((value) => (isWorkload(value) ? declared : notDeclared));

/** Whether something has the kind of a workload. */
export function isWorkload(value: unknown): value is WorkloadDeclaration {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  return value.kind === 'service' || value.kind === 'worker' || value.kind === 'job';
}

const AVAILABILITY =
  'percent from 50 to 99.999, such as 99.9: at 100 there is no budget for errors, and every single one would page';

const MINUTES = 'a whole number of minutes from 1 to 1440, such as 15';

const minutes = z.int({ error: MINUTES }).min(1, { error: MINUTES }).max(1440, { error: MINUTES });

const product = {
  name: productName,
  clusters: clusterNames,
  namespaces,
  workloads: z.array(workload, { error: 'a list of workloads' }),
  ingress: fields(
    {
      name: dnsLabel('the name of an Ingress'),
      healthCheckPath: httpPath,
    } satisfies Shape<IngressDeclaration>,
    "{ name: 'shop-ingress', healthCheckPath: '/health' }",
  ).optional(),
  availability: z
    .number({ error: AVAILABILITY })
    .min(50, { error: AVAILABILITY })
    .max(99.999, { error: AVAILABILITY })
    .optional(),
  recovery: fields(
    { timeMinutes: minutes, pointMinutes: minutes } satisfies Shape<RecoveryObjectives>,
    '{ timeMinutes: 15, pointMinutes: 5 }',
  ).optional(),
} satisfies Shape<ProductDeclaration>;

/** What `product()` takes. */
export const productSchema = fields(
  product,
  'an object with the fields of a product: name, clusters, namespaces and workloads',
);
