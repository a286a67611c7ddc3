import { timeoutSecondsOf } from '../../../platform/constructs/service/timing.ts';
import { revision } from '../../../platform/istio/revision.ts';
import { eachMeshedNamespace, eachService, eachWorkload } from '../../evidence/members.ts';
import { calledAsDeclared, closedMesh, noOtherPeerAuthentication } from '../../evidence/mesh.ts';
import { each, file, heading, on, output, rendered, test } from '../../model/evidence.ts';
import { absent, atLeast, computed, contains, every, exactly, matching } from '../../model/expected.ts';
import { done, otherwise, outside, type Row, type Section } from '../../model/row.ts';
import { agentsExemptedFrom, constraint, everyPodOf, exemptedFrom } from '../evidence/constraints.ts';
import { contract, eachServiceThat, folderOf, serviceOf } from '../evidence/members.ts';
import { endpointsAfar, hostOf } from '../evidence/services.ts';
import { all, inside } from '../evidence/texts.ts';

const kubeBench = rendered('kube-bench/kube-bench/cronjob-kube-bench-general.yaml', 'spec');

const ingress = rendered('ingress/istio-system/ingress-public.yaml');

const annotation = (name: string) => `metadata.annotations["alb.ingress.kubernetes.io/${name}"]`;

export const stack: Section<Row> = {
  title: 'Streaming: stack and responsibilities',
  clusters: ['prod-japan', 'prod-eu'],
  entries: [
    done(
      'S0-01',
      'D',
      'Reasons and procedures are written down',
      heading('docs/architecture.md', 'Reasons for the stack'),
      heading('docs/architecture.md', 'Where we left the obvious road'),
      heading('docs/operations.md', 'Before you begin'),
    ),
    done(
      'S0-02',
      'T',
      'EKS, its endpoint and identity provider',
      output('cluster_name', { '': matching(/^\S+$/) }),
      output('cluster_endpoint', { '': matching(/^https:\/\/\S+\.eks\.amazonaws\.com$/) }),
      output('oidc_provider_arn', { '': matching(/^arn:aws:iam::\d{12}:oidc-provider\/oidc\.eks\./) }),
    ),
    done(
      'S0-03',
      'K',
      'Istio in each cluster',
      rendered(
        'applications/argocd/application-{cluster}-istiod.yaml',
        'spec',
      )({
        'sources[0].chart': 'istiod',
        'destination.name': '{cluster}',
        'syncPolicy.automated.selfHeal': true,
      }),
      rendered('istiod/values.yaml')({
        revision,
        'global.multiCluster.clusterName': '{cluster}',
        'cni.enabled': true,
      }),
      each(eachMeshedNamespace(), (name) =>
        rendered(`namespaces/_cluster/namespace-${name}.yaml`)({
          'metadata.labels["istio.io/rev"]': revision,
        }),
      ),
    ),
    done(
      'S0-04',
      'K',
      'mTLS between workloads',
      rendered('mesh-policies/istio-system/peerauthentication-default.yaml')({
        'metadata.namespace': 'istio-system',
        spec: { mtls: { mode: 'STRICT' } },
      }),
      closedMesh(),
      noOtherPeerAuthentication,
      rendered('istiod/values.yaml')({ 'meshConfig.enableAutoMtls': true }),
    ),
    done(
      'S0-05',
      'K',
      'Authentication and authorization',
      closedMesh(),
      calledAsDeclared(),
      each(
        eachServiceThat(
          'that wants the token of a customer, such as user-service',
          'streaming',
          ({ authentication }) => authentication !== undefined,
        ),
        (name, context) =>
          rendered(
            `${folderOf(context, name)}/requestauthentication-${name}.yaml`,
            'spec',
          )({
            selector: { matchLabels: { app: name } },
            jwtRules: [
              {
                audiences: ['{customerTokens.audience}'],
                forwardOriginalToken: true,
                issuer: '{customerTokens.issuer}',
                jwks_uri: '{customerTokens.jwksUri}',
              },
            ],
          }),
      ),
      test('test/platform/constructs/service/gateway-rules.test.ts', 'the token of a customer (S0-05)'),
    ),
    done(
      'S0-06',
      'K',
      'Traffic control',
      each(eachService('streaming'), (name, context) => {
        const one = serviceOf(context, name);
        return [
          rendered(
            `${folderOf(context, name)}/virtualservice-${name}.yaml`,
            'spec',
          )({
            hosts: [hostOf(one)],
            'http[*].route[0].destination': every({
              host: hostOf(one),
              port: { number: 80 },
              subset: 'stable',
            }),
            'http[*].timeout': every(`${timeoutSecondsOf(one.declaration)}s`),
            'http[*].retries.attempts': every(atLeast(1)),
          }),
          rendered(`${folderOf(context, name)}/destinationrule-${name}.yaml`)({ 'spec.host': hostOf(one) }),
        ];
      }),
    ),
    done(
      'S0-07',
      'K',
      'Observability by the mesh',
      rendered(
        'mesh-telemetry/istio-system/telemetry-mesh-default.yaml',
        'spec',
      )({
        'metrics[*].providers': [[{ name: 'prometheus' }]],
        'tracing[*].providers': [[{ name: 'opentelemetry' }]],
        'tracing[0].disableSpanReporting': absent,
        'accessLogging[*].providers': [[{ name: 'envoy' }]],
      }),
      rendered('istiod/values.yaml')({
        'meshConfig.extensionProviders[*].name': exactly(['envoy', 'prometheus', 'opentelemetry']),
      }),
    ),
    done(
      'S0-08',
      'K',
      'Rate limit; the figures are ours',
      each(
        eachServiceThat(
          'that declares a limit, such as user-service',
          'streaming',
          ({ rateLimit }) => rateLimit !== undefined,
        ),
        (name, context) => {
          const { port, rateLimit } = serviceOf(context, name).declaration;
          const perSecond = rateLimit?.requestsPerSecond ?? 0;
          return rendered(
            `${folderOf(context, name)}/envoyfilter-${name}-rate-limit.yaml`,
            'spec',
          )({
            workloadSelector: { labels: { app: name } },
            'configPatches[*].applyTo': ['HTTP_FILTER'],
            'configPatches[0].match.context': 'SIDECAR_INBOUND',
            'configPatches[0].match.listener.filterChain.destinationPort': port,
            'configPatches[0].patch.operation': 'INSERT_FIRST',
            'configPatches[0].patch.value.name': 'envoy.filters.http.local_ratelimit',
            'configPatches[0].patch.value.typed_config.token_bucket': {
              max_tokens: rateLimit?.burst ?? 2 * perSecond,
              tokens_per_fill: perSecond,
              fill_interval: '1s',
            },
            'configPatches[0].patch.value.typed_config.filter_enabled.default_value': {
              numerator: 100,
              denominator: 'HUNDRED',
            },
            'configPatches[0].patch.value.typed_config.filter_enforced.default_value': {
              numerator: 100,
              denominator: 'HUNDRED',
            },
          });
        },
      ),
    ),
    done(
      'S0-09',
      'K',
      'Circuit breaker; the figures are ours',
      each(eachService('streaming'), (name, context) =>
        rendered(
          `${folderOf(context, name)}/destinationrule-${name}.yaml`,
          'spec.trafficPolicy',
        )({
          connectionPool: {
            http: {
              http1MaxPendingRequests: 1000,
              http2MaxRequests: 1000,
              maxRequestsPerConnection: 100,
              maxRetries: 20,
            },
            tcp: { connectTimeout: '10s', maxConnections: 1000 },
          },
          outlierDetection: {
            baseEjectionTime: '30s',
            consecutive5xxErrors: 5,
            interval: '10s',
            maxEjectionPercent: endpointsAfar(serviceOf(context, name), context).length > 0 ? 100 : 50,
            minHealthPercent: 30,
          },
        }),
      ),
    ),
    done(
      'S0-10',
      'K',
      'Canary release; at rest everybody gets one build',
      each(eachService('streaming'), (name, context) => [
        rendered(`${folderOf(context, name)}/destinationrule-${name}.yaml`)({
          'spec.subsets': [{ labels: { track: 'stable' }, name: 'stable' }],
        }),
        rendered(`${folderOf(context, name)}/virtualservice-${name}.yaml`)({
          'spec.http[*].route[0].weight': every(100),
        }),
      ]),
      test(
        'test/platform/constructs/service/routes.test.ts',
        'a canary gets no traffic while it has no pods (X-15)',
      ),
    ),
    otherwise(
      'S0-11',
      'K',
      'A/B test by header',
      'A canary in `images.yaml` becomes one by `variant`. It is a build that is being tried, so nothing at rest shows it: a test does.',
      test('test/platform/constructs/service/gateway-rules.test.ts', 'an A/B test (S0-11)'),
      each(eachService('streaming'), (name, context) =>
        rendered(`${folderOf(context, name)}/virtualservice-${name}.yaml`)({
          'spec.http[*].route[0].destination.subset': every('stable'),
        }),
      ),
    ),
    done(
      'S0-12',
      'K',
      'A load balancer before each cluster, with HTTPS and WAF, for every public name',
      ingress({
        'spec.ingressClassName': 'alb',
        'spec.rules[*].http.paths': every([
          {
            backend: { service: { name: 'istio-ingressgateway', port: { number: 443 } } },
            path: '/',
            pathType: 'Prefix',
          },
        ]),
        [annotation('scheme')]: 'internet-facing',
        [annotation('listen-ports')]: '[{"HTTP":80},{"HTTPS":443}]',
        [annotation('ssl-redirect')]: '443',
        [annotation('ssl-policy')]: matching(/TLS13/),
        [annotation('certificate-arn')]: contract('alb_public_certificate_arn', ({ terraform }) =>
          all(terraform.albPublicCertificateArn),
        ),
        [annotation('wafv2-acl-arn')]: '{waf_public_acl_arn}',
      }),
      each(
        eachServiceThat('that is exposed', 'streaming', ({ exposes }) => exposes !== undefined),
        (name, context) =>
          ingress({
            'spec.rules[*].host': contains(
              `${serviceOf(context, name).declaration.exposes?.host}.${context.cluster.domain}`,
            ),
          }),
      ),
    ),
    done(
      'S0-13',
      'T',
      'Its certificate and web ACL',
      output('alb_public_certificate_arn', { '': matching(/^arn:aws:acm:[\w-]+:\d{12}:certificate\//) }),
      output('waf_public_acl_arn', { '': matching(/^arn:aws:wafv2:[\w-]+:\d{12}:regional\/webacl\//) }),
    ),
    done(
      'S0-14',
      'K',
      'Argo CD delivers to several clusters, by itself, with a way back',
      each(eachWorkload('streaming'), (name) =>
        rendered(
          `applications/argocd/application-{cluster}-${name}.yaml`,
          'spec',
        )({
          'destination.name': '{cluster}',
          'source.path': `dist/{cluster}/${name}`,
          'source.targetRevision': 'main',
          'syncPolicy.automated.prune': true,
          'syncPolicy.automated.selfHeal': true,
          revisionHistoryLimit: atLeast(1),
        }),
      ),
      on(
        rendered(
          'argocd/argocd/applicationset-prod-japan.yaml',
          'spec',
        )({
          'generators[0].list.elements': computed('the clusters of this hub', ({ fleet, cluster }) =>
            exactly(
              fleet.clusters.flatMap(({ name, hub }) => (hub === cluster.name ? [{ cluster: name }] : [])),
            ),
          ),
          'template.spec.source.path': 'dist/{{.cluster}}/applications',
          'template.spec.syncPolicy.automated.selfHeal': true,
        }),
        'prod-japan',
      ),
    ),
    done(
      'S0-15',
      'K',
      'Admission control by Gatekeeper, with rules in Rego',
      rendered('constraint-templates/_cluster/constrainttemplate-noprivilegedcontainers.yaml')({
        apiVersion: 'templates.gatekeeper.sh/v1',
        'spec.crd.spec.names.kind': 'NoPrivilegedContainers',
        'spec.targets[*].target': ['admission.k8s.gatekeeper.sh'],
        'spec.targets[0].code[0].engine': 'Rego',
        'spec.targets[0].code[0].source.rego': matching(
          /^package noprivilegedcontainers\n[\s\S]*violation contains[\s\S]*some container in pods\.all_containers\n\s*container\.securityContext\.privileged\n/,
        ),
      }),
      file('scripts/prove-gatekeeper/main.ts'),
    ),
    done(
      'S0-16',
      'K',
      'Labels that nothing goes without: name, product, tool; of a namespace its owner',
      constraint(
        'RequiredLabels',
        'labels-of-workloads',
      )({
        enforcementAction: 'deny',
        'match.kinds': [
          { apiGroups: [''], kinds: ['Service'] },
          { apiGroups: ['apps'], kinds: ['DaemonSet', 'Deployment', 'StatefulSet'] },
          { apiGroups: ['batch'], kinds: ['CronJob'] },
        ],
        'parameters.labels': exactly([
          'app.kubernetes.io/name',
          'app.kubernetes.io/part-of',
          'app.kubernetes.io/managed-by',
        ]),
      }),
      constraint(
        'RequiredLabels',
        'labels-of-namespaces',
      )({
        enforcementAction: 'deny',
        'match.kinds': [{ apiGroups: [''], kinds: ['Namespace'] }],
        'match.excludedNamespaces': exactly(['default', 'kube-node-lease', 'kube-public', 'kube-system']),
        'parameters.labels': exactly([
          'app.kubernetes.io/part-of',
          'app.kubernetes.io/managed-by',
          'fleet.example.com/owner',
        ]),
      }),
    ),
    done(
      'S0-17',
      'K',
      'No privileged pods but those of listed agents',
      constraint(
        'NoPrivilegedContainers',
        'no-privileged-containers',
      )({
        enforcementAction: 'deny',
        'match.kinds': everyPodOf,
        'match.excludedNamespaces': computed(
          'kube-system, and namespaces whose component says why',
          (context) =>
            exactly([
              'kube-system',
              ...exemptedFrom('NoPrivilegedContainers', context).flatMap(({ namespace, workload }) =>
                workload === undefined ? [namespace] : [],
              ),
            ]),
        ),
        'match.namespaces': absent,
        'parameters.exemptions': agentsExemptedFrom('NoPrivilegedContainers'),
      }),
      heading('docs/policies.md', 'Who is exempt'),
    ),
    done(
      'S0-18',
      'K',
      'Further rules: registry, digest, resources, root file system, node, token, ways in',
      constraint(
        'AllowedRegistries',
        'own-registry',
      )({
        enforcementAction: 'deny',
        'match.kinds': everyPodOf,
        'parameters.registries': ['{ecr_registry}'],
      }),
      constraint('PinnedImages', 'pinned-images')({ enforcementAction: 'deny', 'match.kinds': everyPodOf }),
      constraint(
        'ContainerResources',
        'container-resources',
      )({ enforcementAction: 'deny', 'match.kinds': everyPodOf }),
      constraint(
        'ReadOnlyRootFilesystem',
        'read-only-root-filesystem',
      )({ enforcementAction: 'deny', 'match.kinds': everyPodOf }),
      constraint('NoHostAccess', 'no-host-access')({ enforcementAction: 'deny', 'match.kinds': everyPodOf }),
      constraint(
        'NoServiceAccountToken',
        'no-service-account-token',
      )({ enforcementAction: 'deny', 'match.kinds': everyPodOf }),
      constraint(
        'NoOpenServices',
        'no-open-services',
      )({
        enforcementAction: 'deny',
        'match.kinds': [{ apiGroups: [''], kinds: ['Service'] }],
        'match.excludedNamespaces': exactly(['istio-system', 'kube-system']),
      }),
      constraint(
        'EncryptedIngresses',
        'encrypted-ingresses',
      )({
        enforcementAction: 'deny',
        'match.kinds': [{ apiGroups: ['networking.k8s.io'], kinds: ['Ingress'] }],
        'match.excludedNamespaces': exactly(['kube-system']),
      }),
      heading('docs/policies.md', 'What is refused'),
    ),
    otherwise(
      'S0-19',
      'K',
      'Prometheus, Grafana, Kiali',
      'Traces are looked at in X-Ray: Kiali and Grafana have no interface to it of their own.',
      rendered('kube-prometheus-stack/values.yaml')({
        'prometheus.prometheusSpec.replicas': atLeast(2),
        'prometheus.prometheusSpec.ruleSelectorNilUsesHelmValues': false,
        'prometheus.prometheusSpec.serviceMonitorSelectorNilUsesHelmValues': false,
        'alertmanager.enabled': true,
      }),
      rendered('grafana/values.yaml')({
        'sidecar.dashboards.enabled': true,
        'datasources["datasources.yaml"].datasources[uid=prometheus].type': 'prometheus',
      }),
      rendered('kiali/values.yaml')({
        'external_services.prometheus.url': matching(/^http:\/\/prometheus-operated\.monitoring\.svc/),
        'external_services.tracing.enabled': false,
      }),
      rendered('opentelemetry-collector/tracing/configmap-opentelemetry-collector.yaml')({
        'data["config.yaml"]': inside({ 'service.pipelines.traces.exporters': ['awsxray'] }),
      }),
      heading('docs/dashboards.md', 'What each one answers'),
    ),
    done(
      'S0-20',
      'T',
      'CloudWatch, linked with the cluster',
      output('log_group_prefix', { '': matching(/^\//) }),
      rendered('grafana/values.yaml')({
        'datasources["datasources.yaml"].datasources[uid=cloudwatch].type': 'cloudwatch',
        'datasources["datasources.yaml"].datasources[uid=cloudwatch].jsonData.defaultRegion': '{region}',
      }),
      heading('docs/monitoring.md', 'Which signal goes where'),
    ),
    done(
      'S0-21',
      'C',
      'trivy, kube-bench and kube-linter by themselves',
      file('scripts/scan/programs.ts', "name: 'trivy'", "name: 'kube-linter'"),
      file('.github/workflows/ci.yaml', 'npm run scan'),
      file('.github/workflows/build-image.yaml', 'trivy" image --exit-code 1'),
      kubeBench({ schedule: matching(/^\d+ \d+ \* \* [0-6]$/), suspend: absent }),
    ),
    done(
      'S0-22',
      'K',
      'The CIS benchmark against running nodes, every week',
      kubeBench({
        schedule: matching(/^\d+ \d+ \* \* [0-6]$/),
        suspend: absent,
        'jobTemplate.spec.template.spec.containers[0].command': all('run', 'node', '--benchmark'),
        'jobTemplate.spec.template.spec.containers[0].command[5]': matching(/^eks-\d/),
        'jobTemplate.spec.template.spec.containers[0].volumeMounts[*].readOnly': every(true),
        'jobTemplate.spec.template.spec.volumes[*].hostPath.path': exactly([
          '/var/lib/kubelet/kubeconfig',
          '/etc/kubernetes',
          '/etc/systemd',
        ]),
        'jobTemplate.spec.template.spec.hostPID': true,
      }),
      test(
        'test/platform/kube-bench/kube-bench.test.ts',
        '$name: one check for each group that always has a node',
      ),
      heading('docs/policies.md', 'CIS benchmark of the nodes'),
    ),
    outside(
      'S0-23',
      'T',
      'AWS as code, with split state and a lock',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Layout and state'),
    ),
    otherwise(
      'S0-24',
      'K',
      'Helm for middleware and our own objects',
      'Third-party components are pinned Helm charts with committed values; our own objects are rendered by cdk8s.',
      rendered(
        'applications/argocd/application-{cluster}-keda.yaml',
        'spec',
      )({
        'sources[0].chart': 'keda',
        'sources[0].targetRevision': matching(/^v?\d+\.\d+\.\d+$/),
        'sources[1].targetRevision': 'main',
        'sources[1].ref': 'values',
        'sources[0].helm.valueFiles': ['$values/dist/values/{cluster}/keda.yaml'],
      }),
      each(eachWorkload('streaming'), (name) =>
        rendered(
          `applications/argocd/application-{cluster}-${name}.yaml`,
          'spec',
        )({ 'source.path': `dist/{cluster}/${name}`, 'source.chart': absent }),
      ),
      heading('docs/architecture.md', 'Reasons for the stack'),
    ),
    done(
      'S0-25',
      'D',
      'Services in several languages, each with one responsibility',
      heading('docs/architecture.md', 'Products and clusters'),
      file('docs/architecture.md', 'Go, Node.js or Python, each with one responsibility'),
    ),
    done(
      'S0-26',
      'C',
      'Lint, tests, scan and policy on every pull request',
      file('.github/workflows/ci.yaml', 'pull_request:', 'npm run ci', 'npm run kubeconform', 'npm run scan'),
    ),
    done(
      'S0-27',
      'C',
      'Production is deployed by Argo CD, never by CI',
      file('scripts/workflows/rules/delivery.ts', 'clusters-are-argo-cds-alone'),
      file('.github/workflows/promote.yaml', './.github/actions/propose-change'),
      each(eachWorkload('streaming'), (name) =>
        rendered(`applications/argocd/application-{cluster}-${name}.yaml`)({
          'spec.syncPolicy.automated.selfHeal': true,
        }),
      ),
      heading('docs/delivery.md', 'Delivery'),
    ),
  ],
};
