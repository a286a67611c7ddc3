import { isMapping } from './value.ts';

/** How the items of a list are told apart, and whether their order says something. */
export type ListForm =
  /** Each item has a name of its own. */
  | { readonly type: 'keyed'; readonly keys: readonly string[]; readonly ordered: boolean }
  /** Items are what they hold, in any order. */
  | { readonly type: 'set' }
  /** Items are what they hold, one after the other. */
  | { readonly type: 'ordered' };

const SET: ListForm = { type: 'set' };
const ORDERED: ListForm = { type: 'ordered' };
const keyed = (...keys: readonly string[]): ListForm => ({ type: 'keyed', keys, ordered: false });

/** Lists of mappings by their own name, where `name` is not the key; the API server's own list keys. */
const KEYED: Readonly<Record<string, ListForm>> = {
  volumeMounts: keyed('mountPath'),
  volumeDevices: keyed('devicePath'),
  hostAliases: keyed('ip'),
  topologySpreadConstraints: keyed('topologyKey', 'whenUnsatisfiable'),
  ownerReferences: keyed('uid'),
  conditions: keyed('type'),
  secretKeyRefs: keyed('secretKey'),
  clusterResourceWhitelist: SET,
  // One after the other.
  initContainers: { type: 'keyed', keys: ['name'], ordered: true },
  // The first that matches counts.
  http: ORDERED,
  tls: SET,
  // Several may have one name.
  destinations: SET,
  parentRefs: SET,
  targetRefs: SET,
  tcp: ORDERED,
};

/** Lists of texts, or of mappings without a key, whose order says nothing to whoever reads them. */
const SETS: ReadonlySet<string> = new Set(
  `verbs resources apiGroups resourceNames nonResourceURLs subjects rules hosts notHosts gateways exportTo dnsNames
  ipAddresses uris emailAddresses usages accessModes finalizers policyTypes add drop values notValues namespaces
  notNamespaces principals notPrincipals requestPrincipals notRequestPrincipals serviceAccounts notServiceAccounts paths
  notPaths methods notMethods ports notPorts ipBlocks notIpBlocks remoteIpBlocks notRemoteIpBlocks sourceRepos
  sourceNamespaces destinations groups policies excludedNamespaces excludedNames kinds operations apiVersions
  admissionReviewVersions categories shortNames scopes loadBalancerSourceRanges externalIPs externalIps except audiences
  trustDomainAliases addresses repos images exemptImages labels syncOptions validationActions from to ingress egress
  tolerations imagePullSecrets matchExpressions matchFields nodeSelectorTerms
  requiredDuringSchedulingIgnoredDuringExecution preferredDuringSchedulingIgnoredDuringExecution supplementalGroups
  metrics triggers sysctls subjectAltNames secrets limits clusterResourceBlacklist namespaceResourceWhitelist
  namespaceResourceBlacklist orphanedResources ignoreDifferences syncWindows managedNamespaces extensionProviders
  fromHeaders jwtRules allowedTopologies budgets taints startupTaints requirements subnetSelectorTerms
  securityGroupSelectorTerms dnsZones solvers includedNamespaces includedResources excludedResources allowOrigins
  allowMethods allowHeaders exposeHeaders hostnames parentRefs matchConstraints resourceRules excludeResourceRules
  matchConditions validations clientConfigs serviceAccountNames endpoints podMetricsEndpoints namespaceSelector
  allowedRepositories accessPolicies securityGroups groupIds`
    .split(/\s+/)
    .filter((name) => name !== 'ports'),
);

/** Lists of mappings that have a name, which is that of something else. */
const NAMESAKES: ReadonlySet<string> = new Set(['tls', 'destinations', 'parentRefs', 'targetRefs']);

const PORT_KEYS: readonly (readonly string[])[] = [
  ['containerPort', 'protocol'],
  ['port', 'protocol'],
  ['number', 'protocol'],
];

/**
 * How the items of two lists are told apart.
 *
 * @param name of the field that holds the list
 */
export function formOf(name: string, items: readonly unknown[]): ListForm {
  if (items.length === 0) return SET;
  const mappings = items.filter(isMapping);
  if (mappings.length === items.length) {
    const known = KEYED[name];
    if (known?.type === 'keyed' && known.keys.every((key) => mappings.some((each) => key in each)))
      return known;
    if (known !== undefined && known.type !== 'keyed')
      return named(mappings) && !NAMESAKES.has(name)
        ? { type: 'keyed', keys: ['name'], ordered: true }
        : known;
    if (name === 'ports') {
      const keys = PORT_KEYS.find(([first = '']) => mappings.every((each) => each[first] !== undefined));
      if (keys !== undefined) return { type: 'keyed', keys, ordered: false };
      return SET;
    }
    if (mappings.some((each) => 'alert' in each || 'record' in each))
      return keyed('alert', 'record', 'labels');
    if (mappings.every((each) => typeof each.secretKey === 'string')) return keyed('secretKey');
    if (named(mappings)) return keyed('name');
    if (name === 'servers') return SET;
    return SETS.has(name) ? SET : ORDERED;
  }
  return SETS.has(name) || name === 'ports' ? SET : ORDERED;
}

/** Whether each item has a name, and none has that of another. */
function named(items: readonly Readonly<Record<string, unknown>>[]): boolean {
  return items.every(({ name }) => typeof name === 'string');
}
