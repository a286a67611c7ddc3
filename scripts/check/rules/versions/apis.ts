import { nearestName } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import { completeVersions, type KindCatalog, minorOf } from '../../schema/catalog.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import type { Resource } from '../../state/resource.ts';
import { catalogOf } from '../refused/schema-rules.ts';
import { REMOVED, REMOVED_CUSTOM } from './removed.ts';

/** Kinds that nobody keeps: they stand in lists of files, or are asked for below another. */
const NOT_KEPT =
  /List$|^(?:Config|Eviction|Scale|TokenRequest|DeleteOptions|Status|WatchEvent|PodExecOptions|ComponentStatus)$/;

type Verdict = Pick<Said, 'message' | 'fix' | 'severity'>;

/** What is wrong with the apiVersion and kind of an object, as the version of Kubernetes has it. */
function verdict(resource: Resource, catalog: KindCatalog, kubernetes: string): Verdict | undefined {
  const { apiVersion, kind, group } = resource;
  const removal = REMOVED.get(`${apiVersion}/${kind}`);
  const known = catalog.find(apiVersion, kind);
  if (known?.origin === 'tree' || (known?.origin === 'bundle' && known.served))
    return known.served ? undefined : notServed(resource, catalog);
  if (removal) {
    const minor = minorOf(kubernetes);
    const fix =
      removal.write === undefined ? (removal.instead ?? 'remove it') : `write apiVersion: ${removal.write}`;
    if (minor >= removal.removed)
      return { message: `Kubernetes has had no ${kind} of ${apiVersion} since 1.${removal.removed}`, fix };
    if (minor >= removal.deprecated)
      return {
        message: `${kind} of ${apiVersion} is deprecated, and 1.${removal.removed} has none`,
        fix,
        severity: 'warning',
      };
    return undefined;
  }
  if (known?.origin === 'kubernetes') return undefined;
  if (known && !known.served) return notServed(resource, catalog);
  if (group === 'install.istio.io' && kind === 'IstioOperator')
    return {
      message: 'Istio has had no operator since 1.24, so nobody reads an IstioOperator in the cluster',
      fix: 'install the charts base, istiod and gateway, or give the file to istioctl outside of the tree',
    };
  const replaced = REMOVED_CUSTOM.get(apiVersion);
  const own = catalog.versionsOf(group, kind);
  const isDefined = own.some(({ origin }) => origin === 'tree');
  if (replaced !== undefined && !isDefined)
    return {
      message: `the releases of today do not read ${apiVersion}`,
      fix: `write apiVersion: ${replaced}`,
    };
  if (isDefined) return notServed(resource, catalog);
  const found = notServed(resource, catalog);
  // The definition that is known is the imported one: another release may serve more.
  if (own.length > 0 && own.every(({ origin }) => origin === 'bundle'))
    return found && { ...found, severity: 'warning' };
  return unknownKind(resource, catalog, kubernetes);
}

function notServed({ apiVersion, kind, group }: Resource, catalog: KindCatalog): Verdict | undefined {
  const served = catalog
    .versionsOf(group, kind)
    .filter((one) => one.served)
    .map((one) => one.apiVersion);
  if (served.includes(apiVersion)) return undefined;
  return {
    message: `no API server serves ${kind} of ${apiVersion}`,
    fix: served.length > 0 ? `write apiVersion: ${served.join(' or ')}` : 'remove it',
  };
}

/** A kind that Kubernetes itself would have to have. */
function unknownKind(
  { apiVersion, kind, group }: Resource,
  catalog: KindCatalog,
  kubernetes: string,
): Verdict | undefined {
  const isOfKubernetes = !group.includes('.') || catalog.isBuiltInGroup(group);
  if (!isOfKubernetes || NOT_KEPT.test(kind) || !completeVersions().includes(kubernetes)) return undefined;
  const elsewhere = catalog.builtIn(kind).map((one) => one.apiVersion);
  const stable = elsewhere.filter((one) => /(?:^|\/)v\d+$/.test(one));
  const best = stable.length > 0 ? stable : elsewhere;
  if (best.length > 0)
    return { message: `${apiVersion} has no kind ${kind}`, fix: `write apiVersion: ${best.at(-1) ?? ''}` };
  const siblings = catalog.builtInKinds(apiVersion);
  if (siblings.length === 0)
    return group.includes('.') || group === '' || isCoreVersion(apiVersion)
      ? {
          message: `Kubernetes ${kubernetes} does not serve ${apiVersion}`,
          fix: 'write the apiVersion of the kind',
        }
      : undefined;
  const meant = nearestName(kind, siblings);
  return {
    message: `${apiVersion} has no kind ${kind}`,
    fix: meant === undefined ? 'write a kind that it has' : `write kind: ${meant}`,
  };
}

const isCoreVersion = (apiVersion: string): boolean =>
  /^(?:apps|batch|autoscaling|policy|extensions)\//.test(apiVersion);

function* judge(state: ClusterState): Generator<Said> {
  const catalog = catalogOf(state);
  const remembered = new Map<string, Verdict | undefined>();
  for (const resource of state.resources) {
    const key = `${resource.apiVersion}/${resource.kind}`;
    if (!remembered.has(key)) remembered.set(key, verdict(resource, catalog, state.kubernetes));
    const found = remembered.get(key);
    if (found) yield { resource, path: ['apiVersion'], ...found };
  }
}

export const apis: ClusterRule = {
  id: 'version-not-served',
  severity: 'error',
  summary: 'kinds and versions that the API server does not serve, or soon will not',
  breaks:
    'The API server answers that there is no such kind, and the sync fails; after an upgrade, where the version is only deprecated.',
  pitfalls: ['X-72', 'X-96'],
  judge,
  failing: `apiVersion: policy/v1beta1
kind: PodDisruptionBudget
metadata:
  name: shop
spec:
  maxUnavailable: 1
  selector:
    matchLabels: { app: shop }
`,
  passing: `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: shop
spec:
  maxUnavailable: 1
  selector:
    matchLabels: { app: shop }
`,
};

/** Versions that are served beside a stable one. */
export const olderApis: ClusterRule = {
  id: 'version-is-older',
  severity: 'info',
  summary: 'versions of custom kinds that are served beside a stable one',
  breaks: 'Nothing breaks today; a later release stops to serve the version.',
  pitfalls: ['X-73'],
  *judge(state) {
    const catalog = catalogOf(state);
    const stable = new Map<string, string | undefined>();
    for (const resource of state.resources) {
      const { apiVersion, kind, group } = resource;
      if (!/\/v\d+(?:alpha|beta)\d+$/.test(apiVersion) || resource.isExtract) continue;
      const key = `${apiVersion}/${kind}`;
      if (!stable.has(key)) {
        const known = catalog.find(apiVersion, kind);
        const others = known?.origin === 'kubernetes' ? [] : catalog.versionsOf(group, kind);
        stable.set(
          key,
          known?.served
            ? others.find((one) => one.served && /\/v\d+$/.test(one.apiVersion))?.apiVersion
            : undefined,
        );
      }
      const write = stable.get(key);
      if (write !== undefined)
        yield {
          resource,
          path: ['apiVersion'],
          message: `${apiVersion} is an older version of ${kind}`,
          fix: `write apiVersion: ${write}`,
        };
    }
  },
  failing: `apiVersion: networking.istio.io/v1alpha3
kind: VirtualService
metadata:
  name: shop
spec:
  hosts: [shop]
  http:
    - route: [{ destination: { host: shop } }]
`,
  passing: `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: shop
spec:
  hosts: [shop]
  http:
    - route: [{ destination: { host: shop } }]
`,
};
