import { operatedSpec, podSpec } from './pod-shape.ts';
import { type Fields, KEYS, WHOLE } from './shape.ts';

/** The labels and annotations of a template count as much as those of the object: selectors and controllers read them. */
const template: Fields = { metadata: { labels: WHOLE, annotations: WHOLE }, spec: podSpec };

const jobSpec: Fields = {
  parallelism: WHOLE,
  completions: WHOLE,
  backoffLimit: WHOLE,
  activeDeadlineSeconds: WHOLE,
  ttlSecondsAfterFinished: WHOLE,
  suspend: WHOLE,
  selector: WHOLE,
  template,
};

const replicated: Fields = {
  spec: { replicas: WHOLE, selector: WHOLE, strategy: WHOLE, minReadySeconds: WHOLE, template },
};

/** A call from the API server; the certificate of its authority is made anew with each rendering of some charts. */
const clientConfig: Fields = { service: WHOLE, url: WHOLE };

const webhooks: Fields = {
  webhooks: {
    name: WHOLE,
    clientConfig,
    rules: WHOLE,
    failurePolicy: WHOLE,
    matchPolicy: WHOLE,
    reinvocationPolicy: WHOLE,
    namespaceSelector: WHOLE,
    objectSelector: WHOLE,
    matchConditions: { name: WHOLE },
    sideEffects: WHOLE,
    timeoutSeconds: WHOLE,
    admissionReviewVersions: WHOLE,
  },
};

const endpoint: Fields = {
  port: WHOLE,
  targetPort: WHOLE,
  portNumber: WHOLE,
  path: WHOLE,
  scheme: WHOLE,
  params: WHOLE,
  interval: WHOLE,
  scrapeTimeout: WHOLE,
  honorLabels: WHOLE,
  bearerTokenSecret: WHOLE,
  authorization: WHOLE,
  basicAuth: WHOLE,
  tlsConfig: WHOLE,
};

const monitor = (endpoints: string): Fields => ({
  spec: { jobLabel: WHOLE, selector: WHOLE, namespaceSelector: WHOLE, [endpoints]: endpoint },
});

const binding: Fields = { roleRef: WHOLE, subjects: WHOLE };
const role: Fields = { rules: WHOLE, aggregationRule: WHOLE };
const spec: Fields = { spec: WHOLE };

/** Without the schemas of its versions, which are long and the chart's. */
const definition: Fields = {
  spec: {
    group: WHOLE,
    scope: WHOLE,
    names: { kind: WHOLE, plural: WHOLE },
    conversion: {
      strategy: WHOLE,
      webhook: { clientConfig, conversionReviewVersions: WHOLE },
    },
    versions: { name: WHOLE, served: WHOLE, storage: WHOLE, deprecated: WHOLE },
  },
};

/** What is kept of the objects of a kind besides its metadata, by `<group>/<kind>`. Of any other kind nothing is. */
export const shapes: Readonly<Record<string, Fields>> = {
  '/ConfigMap': { data: KEYS, binaryData: KEYS },
  '/LimitRange': spec,
  '/Namespace': {},
  '/PersistentVolumeClaim': spec,
  '/Pod': { spec: podSpec },
  '/ResourceQuota': spec,
  '/Secret': { type: WHOLE, data: KEYS, stringData: KEYS },
  '/Service': spec,
  '/ServiceAccount': { automountServiceAccountToken: WHOLE, imagePullSecrets: WHOLE, secrets: WHOLE },
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': webhooks,
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': {
    spec: { failurePolicy: WHOLE, paramKind: WHOLE, matchConstraints: WHOLE },
  },
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding': spec,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': webhooks,
  'apiextensions.k8s.io/CustomResourceDefinition': definition,
  'apiregistration.k8s.io/APIService': {
    spec: {
      group: WHOLE,
      version: WHOLE,
      service: WHOLE,
      insecureSkipTLSVerify: WHOLE,
      groupPriorityMinimum: WHOLE,
      versionPriority: WHOLE,
    },
  },
  'apps/DaemonSet': { spec: { selector: WHOLE, updateStrategy: WHOLE, template } },
  'apps/Deployment': replicated,
  'apps/ReplicaSet': replicated,
  'apps/StatefulSet': {
    spec: {
      replicas: WHOLE,
      selector: WHOLE,
      serviceName: WHOLE,
      podManagementPolicy: WHOLE,
      updateStrategy: WHOLE,
      template,
      volumeClaimTemplates: { metadata: { name: WHOLE }, spec: WHOLE },
    },
  },
  'autoscaling.k8s.io/VerticalPodAutoscaler': spec,
  'autoscaling/HorizontalPodAutoscaler': spec,
  'batch/CronJob': {
    spec: {
      schedule: WHOLE,
      timeZone: WHOLE,
      suspend: WHOLE,
      concurrencyPolicy: WHOLE,
      jobTemplate: { spec: jobSpec },
    },
  },
  'batch/Job': { spec: jobSpec },
  'cert-manager.io/Certificate': spec,
  'cert-manager.io/ClusterIssuer': spec,
  'cert-manager.io/Issuer': spec,
  'external-secrets.io/ClusterSecretStore': spec,
  'external-secrets.io/SecretStore': spec,
  'gateway.networking.k8s.io/Gateway': spec,
  'gateway.networking.k8s.io/GatewayClass': { spec: { controllerName: WHOLE } },
  'gateway.networking.k8s.io/HTTPRoute': spec,
  'keda.sh/ScaledObject': spec,
  'monitoring.coreos.com/Alertmanager': { spec: operatedSpec },
  'monitoring.coreos.com/PodMonitor': monitor('podMetricsEndpoints'),
  'monitoring.coreos.com/Probe': { spec: { prober: WHOLE, module: WHOLE, targets: WHOLE } },
  'monitoring.coreos.com/Prometheus': { spec: operatedSpec },
  'monitoring.coreos.com/ServiceMonitor': monitor('endpoints'),
  'monitoring.coreos.com/ThanosRuler': { spec: operatedSpec },
  'networking.istio.io/DestinationRule': spec,
  'networking.istio.io/EnvoyFilter': { spec: { workloadSelector: WHOLE, targetRefs: WHOLE } },
  'networking.istio.io/Gateway': spec,
  'networking.istio.io/ServiceEntry': spec,
  'networking.istio.io/Sidecar': spec,
  'networking.istio.io/VirtualService': spec,
  'networking.k8s.io/Ingress': spec,
  'networking.k8s.io/IngressClass': spec,
  'networking.k8s.io/NetworkPolicy': spec,
  'policy/PodDisruptionBudget': spec,
  'rbac.authorization.k8s.io/ClusterRole': role,
  'rbac.authorization.k8s.io/ClusterRoleBinding': binding,
  'rbac.authorization.k8s.io/Role': role,
  'rbac.authorization.k8s.io/RoleBinding': binding,
  'scheduling.k8s.io/PriorityClass': { value: WHOLE, globalDefault: WHOLE, preemptionPolicy: WHOLE },
  'security.istio.io/AuthorizationPolicy': spec,
  'security.istio.io/PeerAuthentication': spec,
  'security.istio.io/RequestAuthentication': spec,
  'storage.k8s.io/CSIDriver': spec,
  'storage.k8s.io/StorageClass': {
    provisioner: WHOLE,
    parameters: WHOLE,
    reclaimPolicy: WHOLE,
    volumeBindingMode: WHOLE,
    allowVolumeExpansion: WHOLE,
  },
  'telemetry.istio.io/Telemetry': spec,
};
