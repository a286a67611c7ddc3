/** Routes of the Gateway API refer to a Gateway, and to Services. */
const OF_ROUTES = {
  'spec.parentRefs[].group': 'gateway.networking.k8s.io',
  'spec.parentRefs[].kind': 'Gateway',
  'spec.rules[].backendRefs[].group': '',
  'spec.rules[].backendRefs[].kind': 'Service',
  'spec.rules[].backendRefs[].weight': 1,
};
/** What a rule of Gatekeeper does, of whatever kind. */
export const ENFORCEMENT = 'deny';
const DURATION_OF_CERTIFICATE = '2160h';

/**
 * What a controller takes where a kind of its own leaves a field out: by `<group>/<kind>`. As its definition (CRD) says, and where
 * that says nothing, the reference of its fields.
 */
export const OF_OPERATORS = {
  'argoproj.io/Application': {
    'spec.project': 'default',
    'spec.revisionHistoryLimit': 10,
    'spec.source.targetRevision': 'HEAD',
    'spec.source.directory.recurse': false,
    'spec.syncPolicy.automated.prune': false,
    'spec.syncPolicy.automated.selfHeal': false,
    'spec.syncPolicy.automated.allowEmpty': false,
    'spec.syncPolicy.automated.enabled': true,
  },
  'autoscaling.k8s.io/VerticalPodAutoscaler': { 'spec.updatePolicy.updateMode': 'Recreate' },
  'cert-manager.io/Certificate': {
    'spec.duration': DURATION_OF_CERTIFICATE,
    'spec.issuerRef.kind': 'Issuer',
    'spec.issuerRef.group': 'cert-manager.io',
    'spec.isCA': false,
    'spec.usages': ['digital signature', 'key encipherment'],
    'spec.privateKey.rotationPolicy': 'Always',
    'spec.revisionHistoryLimit': 1,
    'spec.privateKey.algorithm': 'RSA',
    'spec.privateKey.encoding': 'PKCS1',
  },
  'external-secrets.io/ExternalSecret': {
    'spec.refreshInterval': '1h',
    'spec.refreshPolicy': 'Periodic',
    'spec.secretStoreRef.kind': 'SecretStore',
    'spec.target.creationPolicy': 'Owner',
    'spec.target.deletionPolicy': 'Retain',
    'spec.target.template.engineVersion': 'v2',
    'spec.target.template.mergePolicy': 'Replace',
    'spec.data[].remoteRef.conversionStrategy': 'Default',
    'spec.data[].remoteRef.decodingStrategy': 'None',
    'spec.data[].remoteRef.metadataPolicy': 'None',
  },
  'gateway.networking.k8s.io/Gateway': {
    'spec.listeners[].allowedRoutes.namespaces.from': 'Same',
    'spec.listeners[].tls.mode': 'Terminate',
    'spec.listeners[].tls.certificateRefs[].group': '',
    'spec.listeners[].tls.certificateRefs[].kind': 'Secret',
  },
  'gateway.networking.k8s.io/GRPCRoute': OF_ROUTES,
  'gateway.networking.k8s.io/HTTPRoute': {
    ...OF_ROUTES,
    'spec.rules[].matches[].path.type': 'PathPrefix',
    'spec.rules[].matches[].headers[].type': 'Exact',
    'spec.rules[].matches[].queryParams[].type': 'Exact',
  },
  'gateway.networking.k8s.io/TCPRoute': OF_ROUTES,
  'gateway.networking.k8s.io/TLSRoute': OF_ROUTES,
  'karpenter.sh/NodePool': {
    'spec.disruption.consolidationPolicy': 'WhenEmptyOrUnderutilized',
    'spec.template.spec.expireAfter': '720h',
  },
  'keda.sh/ScaledJob': {
    'spec.pollingInterval': 30,
    'spec.minReplicaCount': 0,
    'spec.maxReplicaCount': 100,
    'spec.successfulJobsHistoryLimit': 100,
    'spec.failedJobsHistoryLimit': 100,
    'spec.rollout.strategy': 'default',
    'spec.scalingStrategy.strategy': 'default',
  },
  'keda.sh/ScaledObject': {
    'spec.advanced.restoreToOriginalReplicaCount': false,
    'spec.scaleTargetRef.kind': 'Deployment',
    'spec.scaleTargetRef.apiVersion': 'apps/v1',
    'spec.pollingInterval': 30,
    'spec.cooldownPeriod': 300,
    'spec.initialCooldownPeriod': 0,
    'spec.minReplicaCount': 0,
    'spec.maxReplicaCount': 100,
  },
  'networking.istio.io/Gateway': { 'spec.servers[].tls.minProtocolVersion': 'TLSV1_2' },
  'networking.istio.io/VirtualService': { 'spec.gateways': ['mesh'] },
  'security.istio.io/AuthorizationPolicy': { 'spec.action': 'ALLOW' },
} as const;
