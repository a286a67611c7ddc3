import type { k8s } from 'cdk8s-plus-29';

type Rules = readonly k8s.PolicyRule[];

const LOOK = ['get', 'list', 'watch'];

/**
 * What may be looked at: every kind that is rendered here or that a controller makes of it, but no Secret. Each is named:
 * `get` on a wildcard of the core group would also be `get` on `pods/exec`, by which kubectl opens a shell.
 */
const VISIBLE: Readonly<Record<string, readonly string[]>> = {
  '': [
    'configmaps',
    'endpoints',
    'events',
    'limitranges',
    'namespaces',
    'nodes',
    'persistentvolumeclaims',
    'persistentvolumes',
    'pods',
    'replicationcontrollers',
    'resourcequotas',
    'serviceaccounts',
    'services',
  ],
  'admissionregistration.k8s.io': ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
  'apiextensions.k8s.io': ['customresourcedefinitions'],
  'apiregistration.k8s.io': ['apiservices'],
  apps: ['controllerrevisions', 'daemonsets', 'deployments', 'replicasets', 'statefulsets'],
  'argoproj.io': ['applications', 'applicationsets', 'appprojects'],
  autoscaling: ['horizontalpodautoscalers'],
  'autoscaling.k8s.io': ['verticalpodautoscalers'],
  'awspca.cert-manager.io': ['awspcaclusterissuers', 'awspcaissuers'],
  batch: ['cronjobs', 'jobs'],
  'cert-manager.io': ['certificaterequests', 'certificates', 'clusterissuers', 'issuers'],
  'chaos-mesh.org': ['networkchaos', 'podchaos', 'schedules'],
  'constraints.gatekeeper.sh': [
    'allowedregistries',
    'containerresources',
    'encryptedingresses',
    'nohostaccess',
    'noopenservices',
    'noprivilegedcontainers',
    'noserviceaccounttoken',
    'pinnedimages',
    'readonlyrootfilesystem',
    'requiredlabels',
  ],
  'coordination.k8s.io': ['leases'],
  'discovery.k8s.io': ['endpointslices'],
  'elbv2.k8s.aws': ['ingressclassparams', 'targetgroupbindings'],
  'events.k8s.io': ['events'],
  'external-secrets.io': ['clustersecretstores', 'externalsecrets', 'secretstores'],
  'karpenter.k8s.aws': ['ec2nodeclasses'],
  'karpenter.sh': ['nodeclaims', 'nodepools'],
  'keda.sh': ['scaledjobs', 'scaledobjects', 'triggerauthentications'],
  'metrics.k8s.io': ['nodes', 'pods'],
  'monitoring.coreos.com': [
    'alertmanagers',
    'podmonitors',
    'prometheuses',
    'prometheusrules',
    'servicemonitors',
  ],
  'networking.istio.io': [
    'destinationrules',
    'envoyfilters',
    'gateways',
    'serviceentries',
    'sidecars',
    'virtualservices',
    'workloadentries',
  ],
  'networking.k8s.io': ['ingressclasses', 'ingresses', 'networkpolicies'],
  policy: ['poddisruptionbudgets'],
  'rbac.authorization.k8s.io': ['clusterrolebindings', 'clusterroles', 'rolebindings', 'roles'],
  'scheduling.k8s.io': ['priorityclasses'],
  'security.istio.io': ['authorizationpolicies', 'peerauthentications', 'requestauthentications'],
  'storage.k8s.io': ['csidrivers', 'csinodes', 'storageclasses', 'volumeattachments'],
  'telemetry.istio.io': ['telemetries'],
  'templates.gatekeeper.sh': ['constrainttemplates'],
  'velero.io': ['backups', 'backupstoragelocations', 'restores', 'schedules', 'volumesnapshotlocations'],
  'vpcresources.k8s.aws': ['cninodes', 'securitygrouppolicies'],
};

/** Staff, on the whole cluster. Not the logs of pods: they speak of customers. */
export const reading: Rules = Object.entries(VISIBLE).map(([group, resources]) => ({
  apiGroups: [group],
  resources: [...resources],
  verbs: LOOK,
}));

const logs: Rules = [{ apiGroups: [''], resources: ['pods/log'], verbs: ['get'] }];

/** Older clients ask by POST and newer ones by GET, so whoever may have a shell needs both verbs. */
const shell: Rules = [
  { apiGroups: [''], resources: ['pods/exec'], verbs: ['create', 'get'] },
  { apiGroups: [''], resources: ['pods/ephemeralcontainers'], verbs: ['patch'] },
];

const tunnel: Rules = [{ apiGroups: [''], resources: ['pods/portforward'], verbs: ['create', 'get'] }];

/**
 * By `kubectl rollout restart`, and pod by pod. A patch could say more than that; Argo CD takes back whatever else it
 * says, and Gatekeeper admits no image from elsewhere.
 */
const restarting: Rules = [
  { apiGroups: [''], resources: ['pods'], verbs: ['delete'] },
  { apiGroups: ['apps'], resources: ['daemonsets', 'deployments', 'statefulsets'], verbs: ['patch'] },
];

/** By annotations: a controller is told to look at once, or to stop scaling. */
const hurrying: Rules = [
  { apiGroups: ['external-secrets.io'], resources: ['externalsecrets'], verbs: ['patch'] },
  { apiGroups: ['keda.sh'], resources: ['scaledjobs', 'scaledobjects'], verbs: ['patch'] },
];

/** Who builds a product, in its namespaces. A shell only where nobody's data is: it shows what the pod has, secrets too. */
export function developing(environment: string): Rules {
  return [...logs, ...(environment === 'production' ? [] : [...shell, ...tunnel])];
}

/** What a hub's Argo CD has and reports, and what may hold it: no Secret, no right to change anything. */
export const comparing: Rules = [
  {
    apiGroups: ['argoproj.io'],
    resources: ['applications', 'applicationsets', 'appprojects'],
    verbs: ['get', 'list'],
  },
];

/** Whoever is on call, in the namespaces of products. */
export const operating: Rules = [...logs, ...shell, ...tunnel, ...restarting, ...hurrying];

/** Whoever is on call, on the whole cluster: the logs of what every cluster has, and a node that has to be emptied. */
export const draining: Rules = [
  ...logs,
  { apiGroups: [''], resources: ['nodes'], verbs: ['patch'] },
  { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
];

/**
 * The platform's engineers, in its own namespaces. No shell: controllers hold more rights than any person should, and
 * whoever needs one there breaks the glass.
 */
export const maintaining: Rules = [
  ...logs,
  ...tunnel,
  ...restarting,
  ...hurrying,
  { apiGroups: ['argoproj.io'], resources: ['applications'], verbs: ['patch', 'delete'] },
  { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create', 'delete'] },
  { apiGroups: ['velero.io'], resources: ['backups', 'restores'], verbs: ['create', 'delete'] },
];

/** The platform's engineers, on the whole cluster, beside what those on call may. */
export const replacingNodes: Rules = [
  { apiGroups: ['karpenter.sh'], resources: ['nodeclaims'], verbs: ['delete'] },
];
