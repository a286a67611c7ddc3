import { waitingOf } from '../../../platform/workload/traffic/waiting.ts';
import { eachService, eachWorkload } from '../../evidence/members.ts';
import { calledAsDeclared, closedMesh, injected, noOtherPeerAuthentication } from '../../evidence/mesh.ts';
import { each, file, heading, on, output, rendered, test } from '../../model/evidence.ts';
import {
  absent,
  atLeast,
  atMost,
  computed,
  contains,
  every,
  exactly,
  matching,
} from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { agentsExemptedFrom, constraint, everyPodOf, exemptedFrom } from '../evidence/constraints.ts';
import { contract, eachServiceThat, folderOf, serviceOf } from '../evidence/members.ts';
import { endpointsAfar, hostOf } from '../evidence/services.ts';
import { all, inside } from '../evidence/texts.ts';

const kubeBench = rendered('kube-bench/kube-bench/cronjob-kube-bench-general.yaml', 'spec');

const ingress = rendered('ingress/istio-system/ingress-public.yaml');

const annotation = (name: string) => `metadata.annotations["alb.ingress.kubernetes.io/${name}"]`;

export const stack: EvidenceById = {
  'S0-01': [
    heading('docs/architecture.md', 'Reasons for the stack'),
    heading('docs/architecture.md', 'Where we left the obvious road'),
    heading('docs/operations.md', 'Before you begin'),
  ],
  'S0-02': [
    output('cluster_name', { '': matching(/^\S+$/) }),
    output('cluster_endpoint', { '': matching(/^https:\/\/\S+\.eks\.amazonaws\.com$/) }),
    output('oidc_provider_arn', { '': matching(/^arn:aws:iam::\d{12}:oidc-provider\/oidc\.eks\./) }),
  ],
  'S0-03': [
    rendered(
      'applications/argocd/application-{cluster}-{istiod}.yaml',
      'spec',
    )({
      'sources[0].chart': 'istiod',
      'destination.name': '{cluster}',
      'syncPolicy.automated.selfHeal': true,
    }),
    rendered('{istiod}/values.yaml')({
      revision: '{mesh.revision}',
      'global.multiCluster.clusterName': '{cluster}',
      'cni.enabled': true,
    }),
    injected,
  ],
  'S0-04': [
    rendered('mesh-policies/istio-system/peerauthentication-default.yaml')({
      'metadata.namespace': 'istio-system',
      spec: { mtls: { mode: 'STRICT' } },
    }),
    closedMesh(),
    noOtherPeerAuthentication,
    rendered('{istiod}/values.yaml')({ 'meshConfig.enableAutoMtls': true }),
  ],
  'S0-05': [
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
    test('test/platform/workload/traffic/gateway-rules.test.ts', 'the token of a customer (S0-05)'),
  ],
  'S0-06': [
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
          'http[*].timeout': every(`${waitingOf(one.declaration, context).seconds}s`),
          'http[*].retries.attempts': every(atLeast(1)),
        }),
        rendered(`${folderOf(context, name)}/destinationrule-${name}.yaml`)({ 'spec.host': hostOf(one) }),
      ];
    }),
  ],
  'S0-07': [
    rendered(
      'mesh-telemetry/istio-system/telemetry-mesh-default.yaml',
      'spec',
    )({
      'metrics[*].providers': [[{ name: 'prometheus' }]],
      'tracing[*].providers': [[{ name: 'opentelemetry' }]],
      'tracing[0].disableSpanReporting': absent,
      'accessLogging[*].providers': [[{ name: 'envoy' }]],
    }),
    rendered('{istiod}/values.yaml')({
      'meshConfig.extensionProviders[*].name': exactly(['envoy', 'prometheus', 'opentelemetry']),
    }),
  ],
  'S0-08': [
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
          'configPatches[0].match.listener.filterChain.filter.subFilter.name': 'envoy.filters.http.router',
          'configPatches[0].patch.operation': 'INSERT_BEFORE',
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
  ],
  'S0-09': [
    each(eachService('streaming'), (name, context) =>
      rendered(
        `${folderOf(context, name)}/destinationrule-${name}.yaml`,
        'spec.trafficPolicy',
      )({
        'connectionPool.tcp.maxConnections': atLeast(1),
        'connectionPool.http.http1MaxPendingRequests': atLeast(1),
        'connectionPool.http.http2MaxRequests': atLeast(1),
        'outlierDetection.consecutive5xxErrors': atLeast(1),
        // Where nobody else may answer, some pods are asked however many fail.
        'outlierDetection.maxEjectionPercent':
          endpointsAfar(serviceOf(context, name), context).length > 0 ? 100 : atMost(99),
      }),
    ),
  ],
  'S0-10': [
    each(eachService('streaming'), (name, context) => [
      rendered(`${folderOf(context, name)}/destinationrule-${name}.yaml`)({
        'spec.subsets': [{ labels: { track: 'stable' }, name: 'stable' }],
      }),
      rendered(`${folderOf(context, name)}/virtualservice-${name}.yaml`)({
        'spec.http[*].route[0].weight': every(100),
      }),
    ]),
    test(
      'test/platform/workload/traffic/routes.test.ts',
      'a canary gets no traffic while it has no pods (X-15)',
    ),
  ],
  'S0-11': [
    test('test/platform/workload/traffic/gateway-rules.test.ts', 'an A/B test (S0-11)'),
    each(eachService('streaming'), (name, context) =>
      rendered(`${folderOf(context, name)}/virtualservice-${name}.yaml`)({
        'spec.http[*].route[0].destination.subset': every('stable'),
      }),
    ),
  ],
  'S0-12': [
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
  ],
  'S0-13': [
    output('alb_public_certificate_arn', { '': matching(/^arn:aws:acm:[\w-]+:\d{12}:certificate\//) }),
    output('waf_public_acl_arn', { '': matching(/^arn:aws:wafv2:[\w-]+:\d{12}:regional\/webacl\//) }),
  ],
  'S0-14': [
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
    test(
      'test/platform/components/argocd/hub-lost.test.ts',
      '$name: every unit has one Application, and one Argo CD owns them',
    ),
  ],
  'S0-15': [
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
  ],
  'S0-16': [
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
  ],
  'S0-17': [
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
  ],
  'S0-18': [
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
  ],
  'S0-19': [
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
  ],
  'S0-20': [
    output('log_group_prefix', { '': matching(/^\//) }),
    rendered('grafana/values.yaml')({
      'datasources["datasources.yaml"].datasources[uid=cloudwatch].type': 'cloudwatch',
      'datasources["datasources.yaml"].datasources[uid=cloudwatch].jsonData.defaultRegion': '{region}',
    }),
    heading('docs/monitoring.md', 'Which signal goes where'),
  ],
  'S0-21': [
    file('scripts/scan/programs.ts', "name: 'trivy'", "name: 'kube-linter'"),
    file('scripts/gates/list.ts', "command: ['scan']"),
    file('.github/workflows/build-image.yaml', '/scan-image@main', 'cosign sign'),
    file('.github/actions/scan-image/action.yaml', 'fleet image:scan'),
    file('scripts/image/scan.ts', "'--exit-code'", "'vuln,secret'"),
    kubeBench({ schedule: matching(/^\d+ \d+ \* \* [0-6]$/), suspend: absent }),
  ],
  'S0-22': [
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
      'test/platform/components/kube-bench/kube-bench.test.ts',
      '$name: one check for each group that always has a node',
    ),
    heading('docs/policies.md', 'CIS benchmark of the nodes'),
  ],
  'S0-23': [heading('docs/terraform.md', 'Layout and state')],
  'S0-24': [
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
  ],
  'S0-25': [
    heading('docs/architecture.md', 'Products and clusters'),
    file('docs/architecture.md', 'Go, Node.js or Python, each with one responsibility'),
  ],
  'S0-26': [
    file('.github/workflows/ci.yaml', 'pull_request:', 'merge_group:', 'npm run ci'),
    file('scripts/gates/list.ts', "command: ['kubeconform']", "command: ['scan']"),
  ],
  'S0-27': [
    file('scripts/workflows/rules/clusters.ts', 'clusters-are-argo-cds-alone'),
    file('.github/workflows/promote.yaml', './.github/actions/propose-change'),
    each(eachWorkload('streaming'), (name) =>
      rendered(`applications/argocd/application-{cluster}-${name}.yaml`)({
        'spec.syncPolicy.automated.selfHeal': true,
      }),
    ),
    heading('docs/delivery.md', 'Delivery'),
  ],
};
