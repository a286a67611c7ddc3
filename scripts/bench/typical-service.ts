import { AuthorizationPolicy, DestinationRule, Sidecar, VirtualService } from '@cdk8s/istio';
import { ServiceMonitor } from '@cdk8s/prometheus-operator';
import { VerticalPodAutoscaler, VerticalPodAutoscalerSpecUpdatePolicyUpdateMode } from '@cdk8s/vpa';
import { k8s } from 'cdk8s-plus-29';
import { add } from '../../platform/constructs/manifest.ts';
import type { Unit } from '../../platform/constructs/unit.ts';
import { waves } from '../../platform/constructs/waves.ts';

/** A unit with the thirteen objects that a service behind a mesh usually has. */
export function typicalService(name: string, clusters: readonly string[], version: string): Unit {
  return {
    name,
    project: 'bench',
    namespace: 'bench',
    wave: waves.workloads,
    clusters,
    digest: () => `${name} ${version}`,
    build(chart, { cluster }) {
      const namespace = 'bench';
      const selector = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'app' };
      const labels = {
        ...selector,
        'app.kubernetes.io/instance': name,
        'app.kubernetes.io/version': version,
        'app.kubernetes.io/part-of': 'bench',
        'app.kubernetes.io/managed-by': 'argocd',
      };
      const metadata = { name, namespace, labels };
      const host = `${name}.${namespace}.svc.cluster.local`;
      const probe = (path: string, failureThreshold: number) => ({
        httpGet: { path, port: k8s.IntOrString.fromString('http') },
        periodSeconds: 10,
        timeoutSeconds: 3,
        failureThreshold,
      });
      add(chart, k8s.KubeServiceAccount, {
        metadata: {
          ...metadata,
          annotations: {
            'eks.amazonaws.com/role-arn': `arn:aws:iam::111122223333:role/${cluster.name}-${name}`,
          },
        },
        automountServiceAccountToken: false,
      });
      add(chart, k8s.KubeDeployment, {
        metadata,
        spec: {
          revisionHistoryLimit: 5,
          progressDeadlineSeconds: 600,
          selector: { matchLabels: selector },
          strategy: {
            type: 'RollingUpdate',
            rollingUpdate: {
              maxSurge: k8s.IntOrString.fromString('25%'),
              maxUnavailable: k8s.IntOrString.fromNumber(0),
            },
          },
          template: {
            metadata: {
              labels,
              annotations: {
                'proxy.istio.io/config': 'holdApplicationUntilProxyStarts: true',
                'checksum/config': version.padStart(64, '0'),
              },
            },
            spec: {
              serviceAccountName: name,
              automountServiceAccountToken: false,
              enableServiceLinks: false,
              terminationGracePeriodSeconds: 60,
              priorityClassName: 'standard',
              securityContext: {
                runAsNonRoot: true,
                runAsUser: 10001,
                runAsGroup: 10001,
                fsGroup: 10001,
                seccompProfile: { type: 'RuntimeDefault' },
              },
              topologySpreadConstraints: ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map(
                (topologyKey) => ({
                  topologyKey,
                  maxSkew: 1,
                  whenUnsatisfiable: 'ScheduleAnyway',
                  labelSelector: { matchLabels: selector },
                  matchLabelKeys: ['pod-template-hash'],
                }),
              ),
              containers: [
                {
                  name: 'app',
                  image: `${cluster.terraform.ecrRegistry}/${name}@sha256:${'0'.repeat(63)}1`,
                  imagePullPolicy: 'IfNotPresent',
                  ports: [
                    { name: 'http', containerPort: 8080 },
                    { name: 'http-metrics', containerPort: 9090 },
                  ],
                  env: [
                    { name: 'CLUSTER', value: cluster.name },
                    { name: 'ENVIRONMENT', value: cluster.environment },
                    { name: 'LOG_LEVEL', value: 'info' },
                    { name: 'DB_HOST', value: `db.${cluster.domain}` },
                    { name: 'DB_PORT', value: '5432' },
                    {
                      name: 'PASSWORD',
                      valueFrom: { secretKeyRef: { name: `${name}-secrets`, key: 'PASSWORD' } },
                    },
                  ],
                  resources: {
                    requests: {
                      cpu: k8s.Quantity.fromString('200m'),
                      memory: k8s.Quantity.fromString('256Mi'),
                    },
                    limits: { memory: k8s.Quantity.fromString('512Mi') },
                  },
                  securityContext: {
                    allowPrivilegeEscalation: false,
                    readOnlyRootFilesystem: true,
                    capabilities: { drop: ['ALL'] },
                  },
                  startupProbe: probe('/health/startup', 30),
                  livenessProbe: probe('/health/live', 3),
                  readinessProbe: probe('/health/ready', 3),
                  lifecycle: { preStop: { sleep: { seconds: 15 } } },
                  volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
                },
              ],
              volumes: [{ name: 'tmp', emptyDir: { sizeLimit: k8s.Quantity.fromString('100Mi') } }],
            },
          },
        },
      });
      add(chart, k8s.KubeService, {
        metadata,
        spec: {
          type: 'ClusterIP',
          selector,
          ports: [
            { name: 'http', port: 80, targetPort: k8s.IntOrString.fromString('http'), appProtocol: 'http' },
            { name: 'http-metrics', port: 9090, targetPort: k8s.IntOrString.fromString('http-metrics') },
          ],
        },
      });
      add(chart, k8s.KubeHorizontalPodAutoscalerV2, {
        metadata,
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
          minReplicas: 3,
          maxReplicas: 12,
          metrics: [
            {
              type: 'ContainerResource',
              containerResource: {
                name: 'cpu',
                container: 'app',
                target: { type: 'Utilization', averageUtilization: 70 },
              },
            },
          ],
        },
      });
      add(chart, k8s.KubePodDisruptionBudget, {
        metadata,
        spec: { maxUnavailable: k8s.IntOrString.fromString('25%'), selector: { matchLabels: selector } },
      });
      add(chart, VerticalPodAutoscaler, {
        metadata,
        spec: {
          targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
          updatePolicy: { updateMode: VerticalPodAutoscalerSpecUpdatePolicyUpdateMode.OFF },
        },
      });
      add(chart, k8s.KubeNetworkPolicy, {
        metadata: { ...metadata, name: `${name}-ingress` },
        spec: {
          podSelector: { matchLabels: selector },
          policyTypes: ['Ingress'],
          ingress: [
            {
              from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'gateway' } } }],
              ports: [{ port: k8s.IntOrString.fromNumber(8080), protocol: 'TCP' }],
            },
          ],
        },
      });
      add(chart, k8s.KubeNetworkPolicy, {
        metadata: { ...metadata, name: `${name}-egress` },
        spec: {
          podSelector: { matchLabels: selector },
          policyTypes: ['Egress'],
          egress: [
            {
              to: [{ ipBlock: { cidr: cluster.terraform.vpcCidr } }],
              ports: [{ port: k8s.IntOrString.fromNumber(5432), protocol: 'TCP' }],
            },
          ],
        },
      });
      add(chart, AuthorizationPolicy, {
        metadata,
        spec: {
          selector: { matchLabels: selector },
          rules: [{ from: [{ source: { principals: ['cluster.local/ns/bench/sa/gateway'] } }] }],
        },
      });
      add(chart, Sidecar, {
        metadata,
        spec: { workloadSelector: { labels: selector }, egress: [{ hosts: ['istio-system/*', './*'] }] },
      });
      add(chart, VirtualService, {
        metadata,
        spec: {
          hosts: [host],
          http: [
            {
              name: 'default',
              timeout: '30s',
              retries: { attempts: 2, perTryTimeout: '10s', retryOn: 'connect-failure,refused-stream' },
              route: [{ destination: { host, subset: 'stable' }, weight: 100 }],
            },
          ],
        },
      });
      add(chart, DestinationRule, {
        metadata,
        spec: {
          host,
          subsets: [{ name: 'stable', labels: { track: 'stable' } }],
          trafficPolicy: {
            outlierDetection: { consecutive5XxErrors: 5, interval: '30s', baseEjectionTime: '60s' },
          },
        },
      });
      add(chart, ServiceMonitor, {
        metadata,
        spec: {
          selector: { matchLabels: selector },
          endpoints: [{ port: 'http-metrics', path: '/metrics', interval: '30s' }],
        },
      });
    },
  };
}
