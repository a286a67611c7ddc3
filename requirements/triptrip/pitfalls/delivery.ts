import { pinnedImages } from '../../evidence/cluster-wide.ts';
import { deployed, eachUnitOf } from '../../evidence/delivery.ts';
import { eachRunning, eachUnit, eachWorkload } from '../../evidence/members.ts';
import { podSecurityEnforced } from '../../evidence/namespaces.ts';
import {
  budgeted,
  ownStores,
  placedAsDeclared,
  probed,
  runsTheContractsBuild,
  secretsFromManager,
  spread,
} from '../../evidence/workloads.ts';
import { file, heading, nothing, on, output, rendered } from '../../model/evidence.ts';
import { absent, computed, containsAll, every, matching } from '../../model/expected.ts';
import { keptOut, notVisible, type Pitfall, type Section } from '../../model/row.ts';
import { redisReached } from '../evidence/redis-reached.ts';
import { proof } from '../evidence/tests.ts';

const app = rendered('applications/argocd/application-{cluster}-triptrip-api.yaml');
const rule = (id: string) => file('scripts/workflows/rules/delivery.ts', id);
const terraform = heading('docs/triptrip/overview.md', 'What Terraform owns');

export const deliveryPitfalls: Section<Pitfall> = {
  title: 'Delivery',
  entries: [
    keptOut(
      'X-81',
      'Two Applications of one service',
      proof.applications('none is forgotten, and none has two that fight over it (X-81, X-85)'),
      deployed(eachUnit),
    ),
    keptOut(
      'X-82',
      'The commit of the manifests as tag of the image',
      app({ 'spec.source.helm': absent, 'spec.source.path': 'dist/{cluster}/triptrip-api' }),
      proof.api('S4-65, X-91, X-97, X-108: a digest from the own registry of %s'),
    ),
    keptOut(
      'X-83',
      'Placeholders as clusters, and two missing',
      proof.applications(
        'because the destination is the cluster by name, which is the same on every hub (X-83)',
      ),
      proof.applicationSet('the one that its contract names, and no other'),
      deployed(eachUnitOf('triptrip')),
    ),
    keptOut(
      'X-84',
      'One line less deletes a cluster',
      proof.applicationSet(
        'a cluster that leaves the list keeps its Application, and with the set only the set goes (X-84)',
      ),
      proof.applicationSet('a misspelt key is an error, not a folder with braces in its name'),
      on(
        rendered('argocd/argocd/applicationset-triptrip-production.yaml')({
          'spec.syncPolicy': { applicationsSync: 'create-update', preserveResourcesOnDeletion: true },
          'spec.goTemplateOptions': ['missingkey=error'],
        }),
        'triptrip-production',
      ),
    ),
    keptOut(
      'X-85',
      'Objects that no Application deploys',
      proof.applications('none is forgotten, and none has two that fight over it (X-81, X-85)'),
      deployed(eachUnit),
    ),
    keptOut(
      'X-86',
      'No order at the first sync',
      proof.applications('because definitions come in an earlier wave than what uses them (X-86)'),
      rendered('applications/argocd/application-{cluster}-namespaces.yaml')({
        'metadata.annotations["argocd.argoproj.io/sync-wave"]': matching(/^-\d+$/),
        'spec.source.path': 'dist/{cluster}/namespaces',
      }),
    ),
    keptOut(
      'X-87',
      'Values that no template reads',
      proof.applications('and a chart comes at one exact version with the values of its own folder (X-87)'),
    ),
    keptOut('X-88', 'CI writes a list as the tag', rule('digests-are-handed-on')),
    keptOut('X-89', 'Tags that are never built', runsTheContractsBuild(eachWorkload('triptrip'))),
    keptOut(
      'X-90',
      'CI with long-lived keys and no gate',
      file('scripts/workflows/rules/tokens.ts', 'tokens-are-short-lived', 'writers-take-turns'),
      rule('pull-requests-push-nothing'),
      rule('main-changes-by-review'),
    ),
  ],
};

export const contractPitfalls: Section<Pitfall> = {
  title: 'AWS and versions',
  entries: [
    keptOut(
      'X-91',
      'Account ids of nine digits',
      proof.api('S4-65, X-91, X-97, X-108: a digest from the own registry of %s'),
      output('account_id', { '': matching(/^\d{12}$/) }),
      runsTheContractsBuild(eachWorkload('triptrip')),
    ),
    keptOut('X-92', 'Policies that nobody enforces', output('network_policy_enforced', { '': true })),
    notVisible(
      'X-93',
      'Add-ons set in the wrong form',
      'Terraform configures them; the controller of load balancers is a chart here.',
      terraform,
      rendered('applications/argocd/application-{cluster}-aws-load-balancer-controller.yaml')({
        'spec.sources[0].chart': 'aws-load-balancer-controller',
      }),
    ),
    keptOut(
      'X-94',
      'Versions out of support',
      output('cluster_version', {
        '': computed('`kubernetesVersion` of the cluster', ({ cluster }) => cluster.kubernetesVersion),
      }),
      podSecurityEnforced(),
      proof.clusterAutoscaler(
        'the Cluster Autoscaler has the minor version of the cluster, and a new one is not forgotten (X-94)',
      ),
    ),
    notVisible(
      'X-95',
      'Options of Spot that managed groups do not take',
      'Terraform leaves them out; the contract has no such field.',
      output('node_groups', { 'spot.capacity_type': 'SPOT', 'spot.allocation_strategy': absent }),
    ),
    keptOut(
      'X-96',
      'A version of secrets that is gone',
      rendered('triptrip-api/triptrip-api/externalsecret-triptrip-api-secrets.yaml')({
        apiVersion: 'external-secrets.io/v1',
        'spec.secretStoreRef': { kind: 'SecretStore', name: 'aws-secrets-manager' },
      }),
    ),
    keptOut(
      'X-97',
      'Names of production and Tokyo everywhere',
      proof.clusters('names no other cluster, registry, region or path of secrets'),
      proof.clusters('nothing of it stands in the region that it takes over from (S4-49, X-97)'),
      runsTheContractsBuild(eachWorkload('triptrip')),
      secretsFromManager(eachWorkload('triptrip')),
    ),
    notVisible(
      'X-98',
      'A base image of Node 18',
      'The image is built elsewhere; the pod needs no shell in it.',
      proof.workload('sleeps without a shell before it stops, where Kubernetes can do that (X-98)'),
      probed(eachRunning('triptrip')),
    ),
  ],
};

export const workloadPitfalls: Section<Pitfall> = {
  title: 'Reliability and security of workloads',
  entries: [
    keptOut(
      'X-99',
      'Six nodes that never become a cluster',
      proof.redis('the sync makes the cluster and waits for it; a Job of an earlier sync is no obstacle'),
      proof.redis('S4-88, X-99: a node announces the address of its pod, which changes with every restart'),
    ),
    keptOut(
      'X-100',
      'Probes that prove nothing',
      proof.redisProbes(
        'a node outside the cluster answers PONG, and is not ready; restarting it would not help',
      ),
      rendered('redis-cluster/triptrip-cache/configmap-redis-config.yaml')({
        'data["ready.sh"]': matching(/cluster_state:ok/),
      }),
    ),
    keptOut(
      'X-101',
      'Redis without a budget and without zones',
      proof.redis('X-101: a drain takes one node at a time, and the pods of the assembly do not count'),
      proof.redis('on %s all six find a place on as many hosts as the group can have'),
      rendered('redis-cluster/triptrip-cache/poddisruptionbudget-redis-cluster.yaml')({
        'spec.maxUnavailable': 1,
        'spec.minAvailable': absent,
      }),
    ),
    keptOut(
      'X-102',
      'Redis open to all, in the clear, up to its limit',
      proof.redis(
        'S4-276: the password goes from Secrets Manager into a file, by the store of the namespace itself',
      ),
      proof.redis('nothing goes over the network in the clear, and nobody without a certificate is answered'),
      proof.redis(
        'every caller has a certificate of the same authority, sees it, and starts anew with a new one',
      ),
      proof.redis('S4-197: on %s only its callers, KEDA, the nodes and their assembly reach it'),
      proof.redis('X-102: memory stays below the limit, with room for a rewrite of the log'),
      redisReached,
    ),
    keptOut(
      'X-103',
      'Zones by luck, no budget',
      proof.api(
        'S4-78, S4-79, X-103: zones are kept even by force, hosts as far as can be, and nothing says it twice',
      ),
      proof.api('X-103: a drain leaves half of the pods and takes one at least'),
      spread(eachRunning('triptrip')),
      budgeted(eachRunning('triptrip')),
    ),
    keptOut(
      'X-104',
      'The load balancer past the mesh',
      proof.ingress('sends everything to the gateway, never past the mesh'),
      proof.ingress('asks a path that somebody serves'),
      proof.ingress('stops sending to a target that leaves while that target still answers'),
      rendered('ingress/istio-system/ingress-public.yaml')({
        'spec.rules[*].http.paths': every([
          {
            backend: { service: { name: 'istio-ingressgateway', port: { number: 443 } } },
            path: '/',
            pathType: 'Prefix',
          },
        ]),
        'metadata.annotations["alb.ingress.kubernetes.io/healthcheck-path"]': '/healthz/ready',
      }),
    ),
    keptOut(
      'X-105',
      'Rotated secrets that never arrive',
      proof.api('X-105: a rotated secret starts the pods anew'),
      proof.secret('does not cut the address of the database: user and password are escaped (X-105)'),
      rendered('triptrip-api/triptrip-api/deployment-triptrip-api.yaml')({
        'metadata.annotations["secret.reloader.stakater.com/reload"]': matching(/^triptrip-api-secrets\b/),
        'spec.template.spec.containers[*].envFrom': every(
          containsAll({ secretRef: { name: 'triptrip-api-secrets' } }),
        ),
      }),
    ),
    keptOut(
      'X-106',
      'A store that is open to all',
      proof.secret(
        'the store is of the namespace, with a role that reads only the secrets of the product (X-106)',
      ),
      rendered('triptrip/triptrip-api/secretstore-aws-secrets-manager.yaml')({
        spec: {
          provider: {
            aws: {
              auth: { jwt: { serviceAccountRef: { name: 'triptrip-secrets' } } },
              region: '{region}',
              service: 'SecretsManager',
            },
          },
        },
      }),
      nothing(/clustersecretstore-/, 'no store of the whole cluster'),
      ownStores('triptrip'),
    ),
    keptOut(
      'X-107',
      'A second system of secrets',
      nothing(/sealedsecret-|sealed-secrets/, 'no SealedSecret'),
    ),
    keptOut(
      'X-108',
      'Public images by moving tags',
      proof.images('no pod of $name has one'),
      proof.images('no chart of $name is told one'),
      proof.components('$name pulls every image from its own region'),
      terraform,
      rendered('constraints/_cluster/allowedregistries-own-registry.yaml')({
        'spec.enforcementAction': 'deny',
        'spec.parameters.registries': ['{ecr_registry}'],
      }),
      rendered('constraints/_cluster/pinnedimages-pinned-images.yaml')({ 'spec.enforcementAction': 'deny' }),
      rendered('fluent-bit/logging/daemonset-fluent-bit.yaml')({
        'spec.template.spec.containers[0].image': matching(/@sha256:/),
      }),
      proof.api('S4-65, X-91, X-97, X-108: a digest from the own registry of %s'),
      pinnedImages,
      runsTheContractsBuild(eachWorkload('triptrip')),
    ),
    keptOut(
      'X-109',
      'Nobody goes first while nodes are short',
      proof.priorities('critical before standard before batch'),
      proof.api('X-109: it goes before workers and batch while nodes are short'),
      placedAsDeclared(eachWorkload('triptrip')),
    ),
    keptOut(
      'X-110',
      'A start that may take longer than its target',
      proof.api('S4-72, X-110: it may take a minute to start, and a fast start counts at once'),
      probed(eachRunning('triptrip')),
    ),
    notVisible(
      'X-111',
      'A block of YAML that does not parse',
      'The document is not part of this repository; what is rendered is parsed by the tests.',
      heading('docs/triptrip/overview.md', 'Where it comes from'),
    ),
  ],
};
