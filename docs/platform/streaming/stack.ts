import { file, heading, on, output, rendered, test } from '../../../scripts/rows/evidence.ts';
import { contains, matching } from '../../../scripts/rows/expected.ts';
import { done, otherwise, outside, type Row, type Section } from '../../../scripts/rows/row.ts';

const constraint = (kind: string, name: string) =>
  rendered(`constraints/_cluster/${kind.toLowerCase()}-${name}.yaml`, 'spec');

const proof = file('scripts/prove-gatekeeper/main.ts');

const kubeBench = rendered('kube-bench/kube-bench/cronjob-kube-bench-general.yaml', 'spec');

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
      output('cluster_name'),
      output('cluster_endpoint'),
      output('oidc_provider_arn'),
    ),
    done(
      'S0-03',
      'K',
      'Istio in each cluster',
      rendered('istiod/values.yaml')({ 'global.multiCluster.clusterName': '{cluster}' }),
    ),
    done(
      'S0-04',
      'K',
      'mTLS between workloads',
      rendered('mesh-policies/istio-system/peerauthentication-default.yaml')({ 'spec.mtls.mode': 'STRICT' }),
    ),
    done(
      'S0-05',
      'K',
      'Authentication and authorization',
      rendered('mesh-policies/prod/authorizationpolicy-allow-nothing.yaml')({ spec: {} }),
      rendered('user-service/prod/requestauthentication-user-service.yaml')({
        'spec.jwtRules[0].audiences': ['streaming'],
      }),
      test('test/platform/constructs/service/gateway-rules.test.ts', 'the token of a customer (S0-05)'),
    ),
    done(
      'S0-06',
      'K',
      'Traffic control',
      rendered('user-service/prod/virtualservice-user-service.yaml')({ 'spec.http[0].timeout': '30s' }),
      rendered('user-service/prod/destinationrule-user-service.yaml')({
        'spec.host': 'user-service.prod.svc.cluster.local',
      }),
    ),
    done(
      'S0-07',
      'K',
      'Observability by the mesh',
      rendered('mesh-telemetry/istio-system/telemetry-mesh-default.yaml')({
        'spec.metrics[0].providers[0].name': 'prometheus',
        'spec.tracing[0].providers[0].name': 'opentelemetry',
      }),
    ),
    done(
      'S0-08',
      'K',
      'Rate limit; the figures are ours',
      rendered('user-service/prod/envoyfilter-user-service-rate-limit.yaml')({
        'spec.configPatches[0].patch.value.typed_config.token_bucket.tokens_per_fill': 100,
      }),
    ),
    done(
      'S0-09',
      'K',
      'Circuit breaker; the figures are ours',
      rendered('user-service/prod/destinationrule-user-service.yaml')({
        'spec.trafficPolicy.connectionPool.http.http2MaxRequests': 1000,
        'spec.trafficPolicy.outlierDetection.consecutive5xxErrors': 5,
      }),
    ),
    done(
      'S0-10',
      'K',
      'Canary release',
      rendered('user-service/prod/destinationrule-user-service.yaml')({ 'spec.subsets[0].name': 'stable' }),
      test(
        'test/platform/constructs/service/routes.test.ts',
        'a canary gets no traffic while it has no pods (X-15)',
      ),
    ),
    done(
      'S0-11',
      'K',
      'A/B test by header',
      test('test/platform/constructs/service/gateway-rules.test.ts', 'an A/B test (S0-11)'),
    ),
    done(
      'S0-12',
      'K',
      'A load balancer before each cluster',
      rendered('ingress/istio-system/ingress-public.yaml')({
        'spec.ingressClassName': 'alb',
        'spec.rules[0].http.paths[0].backend.service': {
          name: 'istio-ingressgateway',
          port: { number: 443 },
        },
        'metadata.annotations["alb.ingress.kubernetes.io/ssl-redirect"]': '443',
        'metadata.annotations["alb.ingress.kubernetes.io/wafv2-acl-arn"]':
          matching(/webacl\/prod-\w+-public\//),
      }),
    ),
    done(
      'S0-13',
      'T',
      'Its certificate and web ACL',
      output('alb_public_certificate_arn'),
      output('waf_public_acl_arn'),
    ),
    done(
      'S0-14',
      'K',
      'Argo CD delivers to several clusters',
      rendered('applications/argocd/application-{cluster}-user-service.yaml')({
        'spec.destination.name': '{cluster}',
        'spec.syncPolicy.automated.selfHeal': true,
        'spec.revisionHistoryLimit': 10,
      }),
      on(
        rendered('argocd/argocd/applicationset-prod-japan.yaml')({
          'spec.generators[0].list.elements': [{ cluster: 'prod-eu' }, { cluster: 'prod-japan' }],
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
        'spec.targets[0].code[0].engine': 'Rego',
        'spec.targets[0].code[0].source.rego': matching(/^package noprivilegedcontainers/),
      }),
      proof,
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
        'parameters.labels': [
          'app.kubernetes.io/name',
          'app.kubernetes.io/part-of',
          'app.kubernetes.io/managed-by',
        ],
      }),
      constraint(
        'RequiredLabels',
        'labels-of-namespaces',
      )({
        enforcementAction: 'deny',
        'parameters.labels': contains('fleet.example.com/owner'),
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
        'match.excludedNamespaces': ['aws-ebs-csi-driver', 'kube-system'],
        'parameters.exemptions': [{ namespace: 'node-problem-detector', workload: 'node-problem-detector' }],
      }),
      heading('docs/policies.md', 'Who is exempt'),
    ),
    done(
      'S0-18',
      'K',
      'Further rules: registry, digest, resources, root file system, node, token, ways in',
      constraint('AllowedRegistries', 'own-registry')({ 'parameters.registries': ['{ecr_registry}'] }),
      constraint('PinnedImages', 'pinned-images')({ enforcementAction: 'deny' }),
      constraint('ContainerResources', 'container-resources')({ enforcementAction: 'deny' }),
      constraint('ReadOnlyRootFilesystem', 'read-only-root-filesystem')({ enforcementAction: 'deny' }),
      constraint('NoHostAccess', 'no-host-access')({ enforcementAction: 'deny' }),
      constraint('NoServiceAccountToken', 'no-service-account-token')({ enforcementAction: 'deny' }),
      constraint('NoOpenServices', 'no-open-services')({ enforcementAction: 'deny' }),
      constraint('EncryptedIngresses', 'encrypted-ingresses')({ enforcementAction: 'deny' }),
      heading('docs/policies.md', 'What is refused'),
    ),
    otherwise(
      'S0-19',
      'K',
      'Prometheus, Grafana, Kiali',
      'Traces are looked at in X-Ray: Kiali and Grafana have no interface to it of their own.',
      rendered('kube-prometheus-stack/values.yaml')({ 'prometheus.prometheusSpec.replicas': 2 }),
      rendered('grafana/values.yaml')({ 'sidecar.dashboards.enabled': true }),
      rendered('kiali/values.yaml')({ 'external_services.tracing.enabled': false }),
      heading('docs/dashboards.md', 'What each one answers'),
    ),
    done(
      'S0-20',
      'T',
      'CloudWatch, linked with the cluster',
      output('log_group_prefix'),
      rendered('grafana/values.yaml')({
        'datasources["datasources.yaml"].datasources[*].uid': contains('cloudwatch'),
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
      kubeBench({ schedule: '0 18 * * 0' }),
    ),
    done(
      'S0-22',
      'K',
      'The CIS benchmark against running nodes, every week',
      kubeBench({
        schedule: '0 18 * * 0',
        'jobTemplate.spec.template.spec.containers[0].command': contains('eks-1.8.0'),
        'jobTemplate.spec.template.spec.containers[0].volumeMounts[*].readOnly': [true, true, true],
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
      rendered('applications/argocd/application-{cluster}-keda.yaml')({
        'spec.sources[0].chart': 'keda',
        'spec.sources[0].helm.valueFiles': ['$values/dist/values/{cluster}/keda.yaml'],
      }),
      heading('docs/architecture.md', 'Reasons for the stack'),
    ),
    done(
      'S0-25',
      'D',
      'Services in several languages, each with one responsibility',
      heading('docs/architecture.md', 'Products and clusters'),
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
      heading('docs/delivery.md', 'Delivery'),
    ),
  ],
};
