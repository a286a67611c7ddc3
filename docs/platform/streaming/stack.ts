import { file, heading, output, rendered, test } from '../../../scripts/rows/evidence.ts';
import { contains, matching } from '../../../scripts/rows/expected.ts';
import { done, open, type Row, type Section } from '../../../scripts/rows/row.ts';

const constraint = (kind: string, name: string) =>
  rendered(`constraints/_cluster/${kind.toLowerCase()}-${name}.yaml`, 'spec');

const proof = file('scripts/prove-gatekeeper/main.ts');

const kubeBench = rendered('kube-bench/kube-bench/cronjob-kube-bench-general.yaml', 'spec');

export const stack: Section<Row> = {
  title: 'Streaming: stack and responsibilities',
  clusters: ['prod-japan', 'prod-eu'],
  entries: [
    open('S0-01', 'D', '', 'Not answered yet.'),
    open('S0-02', 'T', '', 'Not answered yet.'),
    open('S0-03', 'K', '', 'Not answered yet.'),
    open('S0-04', 'K', '', 'Not answered yet.'),
    open('S0-05', 'K', '', 'Not answered yet.'),
    open('S0-06', 'K', '', 'Not answered yet.'),
    open('S0-07', 'K', '', 'Not answered yet.'),
    open('S0-08', 'K', '', 'Not answered yet.'),
    open('S0-09', 'K', '', 'Not answered yet.'),
    open('S0-10', 'K', '', 'Not answered yet.'),
    open('S0-11', 'K', '', 'Not answered yet.'),
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
    open('S0-14', 'K', '', 'Not answered yet.'),
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
        'match.excludedNamespaces': ['kube-system'],
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
    open('S0-19', 'K', '', 'Not answered yet.'),
    open('S0-20', 'T', '', 'Not answered yet.'),
    open('S0-21', 'C', '', 'Not answered yet.'),
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
    open('S0-23', 'T', '', 'Not answered yet.'),
    open('S0-24', 'K', '', 'Not answered yet.'),
    open('S0-25', 'D', '', 'Not answered yet.'),
    open('S0-26', 'C', '', 'Not answered yet.'),
    open('S0-27', 'C', '', 'Not answered yet.'),
  ],
};
