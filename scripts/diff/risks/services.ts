import { byDefault } from '../../cluster-model/defaults/defaults.ts';
import type { Item } from '../change.ts';
import { titleOf, typeOf } from '../compare/key.ts';
import { annotationOf, at, mappingAt, textAt, textsAt } from '../compare/value.ts';
import { type FieldRule, gained, isEdit, judge, lost, type Rule, said, some } from './rule.ts';
import { podsBehind } from './service-ports.ts';
import { routesTo } from './users.ts';

const SERVICE = /^\/Service$/;

/** Whom a Service sends to. */
export const selection: Rule = (change, trees) => {
  if (!isEdit(change) || typeOf(change.after) !== '/Service') return [];
  const { before, after } = change;
  const isSelected = change.fields.some(({ shape }) => shape.startsWith('spec.selector'));
  if (!isSelected) return [];
  const [old, now] = [podsBehind(before, trees.before), podsBehind(after, trees.after)];
  if (now.length === 0)
    return [
      judge(
        'outage',
        `its selector fits no pod of the tree: ${JSON.stringify(mappingAt(after.value, 'spec.selector'))}`,
      ),
    ];
  if (old.map(titleOf).join() === now.map(titleOf).join())
    return [
      judge(
        'routine',
        `its selector says it in other words: the pods are those of ${some(now.map(titleOf))} as before`,
      ),
    ];
  return [
    judge(
      'outage',
      `it sends to other pods: ${some(old.map(titleOf)) || 'nobody'} → ${some(now.map(titleOf))}`,
    ),
  ];
};

/** Who reaches a Service from outside. */
export const exposure: Rule = (change, trees) => {
  const { before, after } = change;
  if (after === undefined || typeOf(after) !== '/Service') return [];
  const [old, now] = [
    before === undefined ? byDefault('/Service', 'spec.type') : typeOfService(before),
    typeOfService(after),
  ];
  const isInternal = internal(after);
  if (old === now) {
    return before !== undefined && now === 'LoadBalancer' && internal(before) && !isInternal
      ? [judge('security', 'its load balancer faces the Internet from now on')]
      : [];
  }
  if (now === 'LoadBalancer')
    return [
      judge(
        'security',
        isInternal
          ? 'an internal load balancer opens it to the networks around the cluster'
          : 'a load balancer opens it to the world',
      ),
    ];
  if (now === 'NodePort')
    return old === 'LoadBalancer'
      ? [judge('outage', 'its load balancer goes, and its address with it')]
      : [judge('security', 'it is open at a port of every node')];
  if (!isEdit(change)) return [];
  if (now === 'ExternalName')
    return [
      judge(
        'outage',
        `it is only another name for ${said(at(after.value, 'spec.externalName'))} from now on`,
      ),
    ];
  if (old === 'LoadBalancer') return [judge('outage', 'its load balancer goes, and its address with it')];
  const users = routesTo(after, trees.after);
  return [
    judge(
      'outage',
      `it is no longer open at a port of the nodes (${old} → ${now})${users.length > 0 ? `, while ${some(users)} uses it` : ''}`,
    ),
  ];
};

function typeOfService({ value }: Item): string {
  return textAt(value, 'spec.type') ?? byDefault('/Service', 'spec.type');
}

function internal({ value }: Item): boolean {
  const scheme = annotationOf(value, 'service.beta.kubernetes.io/aws-load-balancer-scheme');
  if (scheme !== undefined) return scheme !== 'internet-facing';
  const flags = Object.entries(textsAt(value, 'metadata.annotations')).filter(([key]) =>
    /load-balancer-(?:internal|type)$/.test(key),
  );
  return flags.some(([, text]) => /^(?:true|internal)$/i.test(text));
}

export const serviceFields: readonly FieldRule[] = [
  {
    types: SERVICE,
    shape: /^spec\.ports\[\]\.nodePort$/,
    says: ({ before, after }) =>
      Number(before ?? 0) === 0
        ? judge('routine', `the nodes listen at ${said(after)} for it`)
        : judge(
            'outage',
            `nodes no longer listen at ${said(before)}, but at ${Number(after ?? 0) === 0 ? 'any port' : said(after)}`,
          ),
  },
  {
    types: SERVICE,
    shape: /^spec\.loadBalancerSourceRanges\b/,
    says: (field, { after }) => {
      // Another rule says what goes with the load balancer.
      if (typeOfService(after) !== 'LoadBalancer') return [];
      if (field.after === undefined || (Array.isArray(field.after) && field.after.length === 0))
        return judge('security', 'everybody may use its load balancer from now on');
      return [
        ...(gained(field).length > 0 && field.before !== undefined
          ? [judge('security', `${some(gained(field))} may use its load balancer`)]
          : []),
        ...(lost(field).length > 0 || field.before === undefined
          ? [
              judge(
                'outage',
                `only ${some(gained({ ...field, before: undefined }))} may use its load balancer from now on`,
              ),
            ]
          : []),
      ];
    },
  },
  {
    types: SERVICE,
    shape: /^spec\.externalIPs\b/,
    says: ({ after }) => judge('security', `nodes take traffic for other addresses: ${said(after)}`),
  },
  {
    types: SERVICE,
    shape: /^spec\.(?:externalTrafficPolicy|internalTrafficPolicy)$/,
    says: ({ path, after }) =>
      after === 'Local'
        ? judge('outage', `${path} Local: nodes without a pod of it drop its traffic`)
        : judge(
            'routine',
            `${path} ${said(after)}: pods may see the address of a node instead of the caller's`,
          ),
  },
  {
    types: SERVICE,
    shape: /^spec\.publishNotReadyAddresses$/,
    says: ({ after }) =>
      judge(
        'outage',
        after === true
          ? 'pods that are not ready get traffic too'
          : 'pods are not found before they are ready',
      ),
  },
  {
    types: SERVICE,
    shape: /^spec\.(?:sessionAffinity|trafficDistribution)\b/,
    says: ({ path, after }) =>
      judge('routine', `callers are shared out in another way: ${path} ${said(after)}`),
  },
  {
    types: SERVICE,
    shape: /^spec\.(?:ipFamilies|ipFamilyPolicy)\b/,
    says: ({ path, before, after }) => {
      const first = (value: unknown) => (Array.isArray(value) ? String(value[0]) : undefined);
      const [old, now] = [first(before), first(after)];
      if (old !== undefined && now !== undefined && old !== now) return undefined;
      const isLess =
        /SingleStack/.test(String(after)) ||
        (Array.isArray(before) && Array.isArray(after) && after.length < before.length);
      const text = `${path} ${said(before)} → ${said(after)}`;
      return isLess
        ? judge('outage', `whoever calls its address of the other family is refused: ${text}`)
        : judge('routine', `it gets addresses of another family too: ${text}`);
    },
  },
  {
    types: SERVICE,
    shape: /^spec\.externalName$/,
    says: ({ before, after }) =>
      judge('outage', `it leads to another host: ${said(before)} → ${said(after)}`),
  },
];
