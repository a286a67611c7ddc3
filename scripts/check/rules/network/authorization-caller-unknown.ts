import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { isSeen } from '../../state/service-ports.ts';
import { CART } from '../traffic/sample.ts';
import { type Authorization, authorizationsIn, textsOf, trustDomains } from './authorization-policies.ts';

const policy = (account: string) => `---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: cart, namespace: shop }
spec:
  selector: { matchLabels: { app: cart } }
  rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/${account}] } }] }]
`;

const accountsIn = remembered((state: ClusterState): ReadonlySet<string> => {
  const of = state.of('/ServiceAccount').map(({ namespace, name }) => `${namespace}/${name}`);
  return new Set([
    ...of,
    ...state.workloads.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`),
  ]);
});

/** A principal is `<trust domain>/ns/<namespace>/sa/<account>`, and fits whole or not at all. */
export const authorizationCallerUnknown: ClusterRule = {
  id: 'authorization-caller-unknown',
  severity: 'error',
  summary: 'An AuthorizationPolicy about an identity or a namespace that nobody has',
  breaks: 'An ALLOW lets the caller that was meant get 403; a DENY denies nobody.',
  failing: CART + policy('carts'),
  passing: CART + policy('cart'),
  *judge(state) {
    for (const authorization of authorizationsIn(state)) {
      for (const rule of authorization.rules) {
        for (const field of ['principals', 'notPrincipals']) {
          for (const place of textsOf(rule, 'from', field))
            yield* judgePrincipal(state, authorization, place);
        }
        for (const field of ['namespaces', 'notNamespaces']) {
          for (const place of textsOf(rule, 'from', field))
            yield* judgeNamespace(state, authorization, place);
        }
        for (const field of ['serviceAccounts', 'notServiceAccounts']) {
          for (const { text, path } of textsOf(rule, 'from', field)) {
            const [namespace = '', name = ''] = text.includes('/')
              ? text.split('/')
              : [authorization.resource.namespace, text];
            yield* judgeAccount(state, authorization, { namespace, name, path });
          }
        }
      }
    }
  },
};

type Place = { readonly text: string; readonly path: Said['path'] };

function* judgePrincipal(
  state: ClusterState,
  authorization: Authorization,
  { text, path }: Place,
): Generator<Said> {
  const { resource } = authorization;
  if (text === '*' || text === '') return;
  if (/^spiffe:\/\//.test(text)) {
    yield {
      resource,
      path,
      message: `${text} begins with spiffe://, and Istio compares principals without it: the rule fits nobody.`,
      fix: `Write ${text.replace('spiffe://', '')}.`,
    };
    return;
  }
  const whole = /^([^/]*)\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(text);
  if (whole === null) {
    const isPattern = text.startsWith('*') || text.endsWith('*');
    const inner = /\*./.exec(text.slice(1));
    if (isPattern && inner === null) return;
    yield {
      resource,
      path,
      message: `${text} is no identity: a principal is <trust domain>/ns/<namespace>/sa/<service account>, and the rule fits nobody.`,
      fix: `Write ${/^ns\//.test(text) ? `cluster.local/${text}` : 'cluster.local/ns/<namespace>/sa/<service account>'}.`,
    };
    return;
  }
  const [, domain = '', namespace = '', name = ''] = whole;
  const domains = trustDomains(state);
  const others = usualDomains(state);
  if (
    !domain.includes('*') &&
    (domains === undefined ? isLonely(domain, others) : !domains.includes(domain))
  ) {
    yield {
      resource,
      path,
      message: `${domain} is no trust domain of this mesh: ${domains === undefined ? `other policies write ${others.filter((each) => each !== domain)[0]}` : `it has ${[...new Set(domains)].join(', ')}`}. The rule fits nobody.`,
      fix: `Write ${(domains ?? others.filter((each) => each !== domain))[0]}/ns/${namespace}/sa/${name}.`,
    };
    return;
  }
  yield* judgeAccount(state, authorization, { namespace, name, path });
}

/** Every trust domain that policies write, as often as they do. */
const usualDomains = remembered((state: ClusterState): readonly string[] =>
  authorizationsIn(state).flatMap(({ rules }) =>
    rules.flatMap((rule) =>
      [...textsOf(rule, 'from', 'principals')].flatMap(({ text }) => /^([^/*]+)\/ns\//.exec(text)?.[1] ?? []),
    ),
  ),
);

/** One among several that all write another; with no other to compare, only Istio's own is usual. */
function isLonely(domain: string, all: readonly string[]): boolean {
  if (domain === 'cluster.local') return false;
  const own = all.filter((each) => each === domain).length;
  const usual = all.length - own;
  return own === 1 && usual >= 2 && new Set(all).size === 2;
}

function* judgeAccount(
  state: ClusterState,
  { resource }: Authorization,
  {
    namespace,
    name,
    path,
  }: { readonly namespace: string; readonly name: string; readonly path: Said['path'] },
): Generator<Said> {
  const namespaces = [...state.namespaces.keys()];
  if (namespace.includes('*') || name.includes('*')) return;
  if (!state.namespaces.has(namespace)) {
    yield* misspelt(resource, path, namespace, namespaces);
    return;
  }
  const accounts = accountsIn(state);
  if (!isSeen(state, namespace) || accounts.has(`${namespace}/${name}`)) return;
  const own = [...accounts]
    .filter((each) => each.startsWith(`${namespace}/`))
    .map((each) => each.slice(namespace.length + 1));
  if (own.length === 0) return;
  const elsewhere = [...accounts].find((each) => each.endsWith(`/${name}`));
  yield {
    resource,
    path,
    message: `There is no ServiceAccount ${namespace}/${name}: nobody calls as it.`,
    fix:
      elsewhere === undefined
        ? `Write the account that the caller runs as${didYouMean(name, own)}.`
        : `Write that of ${elsewhere}.`,
  };
}

function* judgeNamespace(
  state: ClusterState,
  { resource }: Authorization,
  { text, path }: Place,
): Generator<Said> {
  if (text.includes('*') || state.namespaces.has(text)) return;
  yield* misspelt(resource, path, text, [...state.namespaces.keys()]);
}

/** A namespace that the tree does not have may be there all the same; only one that looks like another is a slip. */
function* misspelt(
  resource: Said['resource'],
  path: Said['path'],
  namespace: string,
  known: readonly string[],
): Generator<Said> {
  const hint = didYouMean(namespace, [...known, 'istio-system', 'kube-system', 'monitoring']);
  const near = /did you mean (\S+)\?/.exec(hint)?.[1];
  if (
    near === undefined ||
    (near.slice(0, 3) !== namespace.slice(0, 3) && near.slice(-3) !== namespace.slice(-3))
  )
    return;
  yield {
    resource,
    path,
    message: `There is no namespace ${namespace}: nobody calls from it.`,
    fix: `Write ${near}.`,
  };
}
