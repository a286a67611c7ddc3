import { pinnedImages } from '../../evidence/cluster-wide.ts';
import { eachRunning, eachWorkload } from '../../evidence/members.ts';
import {
  budgeted,
  ownStores,
  placedAsDeclared,
  probed,
  runsTheContractsBuild,
  spread,
} from '../../evidence/workloads.ts';
import { nothing, rendered } from '../../model/evidence.ts';
import { absent, containsAll, every, matching } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { overview } from '../evidence/overview.ts';
import { redisReached } from '../evidence/redis-reached.ts';
import { proof } from '../evidence/tests.ts';

const terraform = overview('What Terraform owns');

export const workloadPitfalls: EvidenceById = {
  'X-99': [
    proof.redis('the sync makes the cluster and waits for it; a Job of an earlier sync is no obstacle'),
    proof.redis('S4-88, X-99: a node announces the address of its pod, which changes with every restart'),
  ],
  'X-100': [
    proof.redisProbes(
      'a node outside the cluster answers PONG, and is not ready; restarting it would not help',
    ),
    rendered('redis-cluster/triptrip-cache/configmap-redis-config.yaml')({
      'data["ready.sh"]': matching(/cluster_state:ok/),
    }),
  ],
  'X-101': [
    proof.redis('X-101: a drain takes one node at a time, and the pods of the assembly do not count'),
    proof.redis('on %s all six find a place on as many hosts as the group can have'),
    rendered('redis-cluster/triptrip-cache/poddisruptionbudget-redis-cluster.yaml')({
      'spec.maxUnavailable': 1,
      'spec.minAvailable': absent,
    }),
  ],
  'X-102': [
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
  ],
  'X-103': [
    proof.api(
      'S4-78, S4-79, X-103: zones are kept even by force, hosts as far as can be, and nothing says it twice',
    ),
    proof.api('X-103: a drain leaves half of the pods and takes one at least'),
    spread(eachRunning('triptrip')),
    budgeted(eachRunning('triptrip')),
  ],
  'X-104': [
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
    rendered('namespaces/_cluster/namespace-istio-system.yaml')({
      'metadata.labels["elbv2.k8s.aws/pod-readiness-gate-inject"]': 'enabled',
    }),
  ],
  'X-105': [
    proof.api('X-105: a rotated secret starts the pods anew'),
    proof.secret('does not cut the address of the database: user and password are escaped (X-105)'),
    rendered('triptrip-api/triptrip-api/deployment-triptrip-api.yaml')({
      'metadata.annotations["secret.reloader.stakater.com/reload"]': matching(/^triptrip-api-secrets\b/),
      'spec.template.spec.containers[*].envFrom': every(
        containsAll({ secretRef: { name: 'triptrip-api-secrets' } }),
      ),
    }),
  ],
  'X-106': [
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
  ],
  'X-107': [nothing(/sealedsecret-|sealed-secrets/, 'no SealedSecret')],
  'X-108': [
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
  ],
  'X-109': [
    proof.priorities('critical before standard before batch'),
    proof.api('X-109: it goes before workers and batch while nodes are short'),
    placedAsDeclared(eachWorkload('triptrip')),
  ],
  'X-110': [
    proof.api('S4-72, X-110: it may take longer to start than is hoped for, and a fast start counts at once'),
    probed(eachRunning('triptrip')),
  ],
  'X-111': [overview('Where it comes from')],
};
