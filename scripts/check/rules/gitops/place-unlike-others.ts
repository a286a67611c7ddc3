import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { type Path, places } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { TEMPLATE_PATHS } from '../../state/workload.ts';

const objects = (region: string) =>
  ['web', 'cart', 'orders']
    .map(
      (name) => `apiVersion: v1
kind: ServiceAccount
metadata: { name: ${name}, namespace: shop, annotations: { eks.amazonaws.com/role-arn: "arn:aws:iam::123456789012:role/${name}" } }
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: ${name}, namespace: shop }
spec:
  scaleTargetRef: { name: ${name} }
  triggers: [{ type: aws-sqs-queue, metadata: { queueURL: "https://sqs.eu-west-1.amazonaws.com/123456789012/${name}", queueLength: "5", awsRegion: eu-west-1 } }]
---
`,
    )
    .join('') +
  `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: shop, namespace: shop }
spec: { provider: { aws: { service: SecretsManager, region: ${region} } } }
`;

/** So many places have to agree before one that differs is a slip. */
const AGREEING = 3;

interface Place {
  readonly resource: Resource;
  readonly path: Path;
  readonly value: string;
  readonly text: string;
  /** Others only agree. */
  readonly isJudged: boolean;
}

/** Where a setting says in which region something is done, by `<group>/<kind>`. */
const REGIONS: readonly (readonly [kind: string, pattern: string])[] = [
  ['external-secrets.io/SecretStore', 'spec.provider.aws.region'],
  ['external-secrets.io/ClusterSecretStore', 'spec.provider.aws.region'],
  ['keda.sh/ScaledObject', 'spec.triggers[].metadata.awsRegion'],
  ['keda.sh/ScaledObject', 'spec.triggers[].metadata.queueURL'],
  ['networking.k8s.io/Ingress', 'metadata.annotations.alb.ingress.kubernetes.io/certificate-arn'],
  ['/Service', 'metadata.annotations.service.beta.kubernetes.io/aws-load-balancer-ssl-cert'],
  ['elbv2.k8s.aws/TargetGroupBinding', 'spec.targetGroupARN'],
  ['networking.k8s.io/Ingress', 'metadata.annotations.alb.ingress.kubernetes.io/wafv2-acl-arn'],
];
const REGION =
  /(?<![a-z0-9-])(?:af|ap|ca|eu|il|me|mx|sa|us)(?:-gov)?-(?:central|(?:north|south)?(?:east|west)?)-?\d(?![a-z0-9])/;
const ACCOUNT = /^arn:aws[a-z-]*:iam::(\d{12}):/;
/** What is kept in another place on purpose says so. */
const APART = /replica|backup|failover|secondary|dr$|-dr-|disaster|shared|global|cross/;

export const placeUnlikeOthers: ClusterRule = {
  id: 'place-unlike-others',
  severity: 'warning',
  summary: 'One region or account of AWS in a tree in which everything else is in another',
  breaks:
    'The call goes to another region or account: it finds nothing there, or is refused, or reads what belongs to another cluster.',
  failing: objects('us-east-1'),
  passing: objects('eu-west-1'),
  *judge(state) {
    yield* ofOdd(regionsIn(state), 'region');
    yield* ofOdd(accountsIn(state), 'account');
  },
};

function* ofOdd(found: readonly Place[], what: string): Generator<Said> {
  const counts = new Map<string, number>();
  for (const { value } of found) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [usual, others] = [...counts].sort((one, other) => other[1] - one[1]);
  // Where three differ, or two agree, there is a reason for it.
  if (usual === undefined || others === undefined || counts.size !== 2) return;
  if (others[1] !== 1 || usual[1] < AGREEING) return;
  for (const { resource, path, value, text, isJudged } of found) {
    // Variables and triggers are judged beside what they are for.
    if (value === usual[0] || !isJudged || APART.test(resource.name) || resource.name.includes(value))
      continue;
    yield {
      resource,
      path,
      message: `${text} is of the ${what} ${value}, and ${usual[1]} other places of the tree say ${usual[0]}.`,
      fix: `Write what belongs to the ${what} ${usual[0]}.`,
    };
  }
}

function regionsIn(state: ClusterState): readonly Place[] {
  const settings = REGIONS.flatMap(([kind, pattern]) =>
    state.of(kind).flatMap((resource) => {
      if (resource.isExtract) return [];
      const [, annotation] = /^metadata\.annotations\.(.+)$/.exec(pattern) ?? [];
      const given =
        annotation === undefined
          ? [...places(resource.value, pattern)]
          : [{ path: ['metadata', 'annotations', annotation], value: resource.annotations[annotation] }];
      return given.flatMap((one) => placeOf(resource, one.path, one.value, !kind.startsWith('keda.sh/')));
    }),
  );
  const variables = Object.entries(TEMPLATE_PATHS).flatMap(([kind, template]) =>
    state.of(kind).flatMap((resource) =>
      [
        ...places(
          resource.value,
          [...template, 'spec', 'containers', '[]', 'env', '[]'].join('.').replaceAll('.[]', '[]'),
        ),
      ].flatMap(({ path, value }) => {
        const { name, value: text } = Object(value);
        const isRegion = typeof name === 'string' && /^(?:AWS_(?:DEFAULT_)?REGION|.*QUEUE_URL)$/.test(name);
        return isRegion && !resource.isExtract ? placeOf(resource, [...path, 'value'], text, false) : [];
      }),
    ),
  );
  return [...settings, ...variables];
}

function placeOf(resource: Resource, path: Path, text: unknown, isJudged: boolean): readonly Place[] {
  const value = typeof text === 'string' ? REGION.exec(text)?.[0] : undefined;
  return value === undefined ? [] : [{ resource, path, value, text: String(text), isJudged }];
}

/** What is somebody else's on purpose, such as a queue, only agrees: each account has roles of its own. */
function accountsIn(state: ClusterState): readonly Place[] {
  const named = regionsIn(state).flatMap((place) => {
    const value = /(?::|amazonaws\.com\/)(\d{12})[:/]/.exec(place.text)?.[1];
    return value === undefined ? [] : [{ ...place, value, isJudged: false }];
  });
  const roles = state.of('/ServiceAccount').flatMap((resource): readonly Place[] => {
    const text = resource.annotations['eks.amazonaws.com/role-arn'] ?? '';
    const value = ACCOUNT.exec(text)?.[1];
    const path = ['metadata', 'annotations', 'eks.amazonaws.com/role-arn'];
    return value === undefined || resource.isExtract ? [] : [{ resource, path, value, text, isJudged: true }];
  });
  return [...named, ...roles];
}
