import { z } from 'zod';
import { byDefault } from '../defaults/defaults.ts';
import type { Found } from '../input/objects.ts';
import { readEach } from '../input/read-as.ts';
import { rangeOf } from '../objects/address.ts';
import { listOf, maybe, metadata, texts } from '../objects/fields.ts';
import { workloadSelector } from './workload-selector.ts';

const ADDRESS = 'expected an address, or a network in CIDR notation';
const addresses = listOf(z.string().refine(isAddress, { error: ADDRESS }));

function isAddress(text: string): boolean {
  return rangeOf(text) !== undefined;
}

const source = z.strictObject({
  principals: texts,
  notPrincipals: texts,
  requestPrincipals: texts,
  notRequestPrincipals: texts,
  namespaces: texts,
  notNamespaces: texts,
  serviceAccounts: texts,
  notServiceAccounts: texts,
  ipBlocks: addresses,
  notIpBlocks: addresses,
  remoteIpBlocks: addresses,
  notRemoteIpBlocks: addresses,
});

const operation = z.strictObject({
  hosts: texts,
  notHosts: texts,
  ports: texts,
  notPorts: texts,
  methods: texts,
  notMethods: texts,
  paths: texts,
  notPaths: texts,
});

const condition = z
  .strictObject({ key: z.string(), values: texts, notValues: texts })
  .refine(
    ({ key, values, notValues }) =>
      !/^(?:source|remote)\.ip$/.test(key) || [...values, ...notValues].every(isAddress),
    { error: ADDRESS },
  );

const rule = z
  .strictObject({
    from: maybe(z.array(z.strictObject({ source: maybe(source) }))),
    to: maybe(z.array(z.strictObject({ operation: maybe(operation) }))),
    when: listOf(condition),
  })
  // A rule of nothing is written as null in some trees.
  .nullish()
  .transform((given) => given ?? { from: undefined, to: undefined, when: [] });

const targetReference = z.looseObject({ kind: z.string(), name: z.string(), group: maybe(z.string()) });

const shape = z.object({
  metadata,
  spec: z
    .strictObject({
      selector: maybe(workloadSelector),
      targetRef: maybe(targetReference),
      targetRefs: listOf(targetReference),
      rules: maybe(z.array(rule)),
      action: maybe(
        z.enum(['ALLOW', 'DENY', 'AUDIT', 'CUSTOM'], { error: 'expected ALLOW, DENY, AUDIT or CUSTOM' }),
      ),
      provider: maybe(z.looseObject({ name: maybe(z.string()) })),
    })
    .nullish()
    .transform(
      (given) =>
        given ?? {
          selector: undefined,
          targetRef: undefined,
          targetRefs: [],
          rules: undefined,
          action: undefined,
          provider: undefined,
        },
    ),
});

export type AuthorizationSource = z.output<typeof source>;
export type AuthorizationOperation = z.output<typeof operation>;
export type AuthorizationCondition = z.output<typeof condition>;
export type AuthorizationRule = z.output<typeof rule>;

/** An AuthorizationPolicy of Istio. */
export interface AuthorizationPolicy {
  readonly namespace: string;
  readonly name: string;
  readonly action: 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM';
  readonly provider: string;
  /** Undefined: every workload of the namespace. */
  readonly selector: Readonly<Record<string, string>> | undefined;
  /** Gateways and Services to which it is attached, in place of a selector. */
  readonly targets: readonly { readonly kind: string; readonly name: string }[];
  readonly rules: readonly AuthorizationRule[];
  readonly found: Found;
}

export function authorizationPoliciesOf(
  objects: readonly Found[],
  problems: string[],
): readonly AuthorizationPolicy[] {
  const policies = new Map<string, AuthorizationPolicy>();
  const read = readEach(
    shape,
    { kind: 'AuthorizationPolicy', apis: ['security.istio.io'] },
    objects,
    problems,
  );
  for (const { found, value, namespace, name } of read) {
    const { spec } = value;
    policies.set(`${namespace}/${name}`, {
      namespace,
      name,
      action: spec.action ?? byDefault('security.istio.io/AuthorizationPolicy', 'spec.action'),
      provider: spec.provider?.name ?? 'its provider',
      selector: spec.selector?.matchLabels,
      targets: [...(spec.targetRef === undefined ? [] : [spec.targetRef]), ...spec.targetRefs],
      rules: spec.rules ?? [],
      found,
    });
  }
  return [...policies.values()];
}
