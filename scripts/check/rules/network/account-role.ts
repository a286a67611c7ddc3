import { nearestName } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { textAt } from '../../state/read.ts';

const ARN = 'eks.amazonaws.com/role-arn';
const KNOWN = [
  ARN,
  'eks.amazonaws.com/audience',
  'eks.amazonaws.com/token-expiration',
  'eks.amazonaws.com/sts-regional-endpoints',
  'eks.amazonaws.com/skip-containers',
];
const account = (arn: string) => `apiVersion: v1
kind: ServiceAccount
metadata: { name: web, namespace: shop, annotations: { ${ARN}: '${arn}' } }
`;

/** EKS gives pods the role that their account names, and says nothing where it cannot. */
export const accountRole: ClusterRule = {
  id: 'account-role',
  severity: 'error',
  summary: 'A role of AWS that is no ARN of a role, or that stands where nobody reads it',
  breaks: 'Pods get no credentials, or those of the node: each call to AWS is refused.',
  pitfalls: ['X-91'],
  failing: account('arn:aws:iam::12345678:role/web'),
  passing: account('arn:aws:iam::123456789012:role/web'),
  *judge(state) {
    for (const resource of state.of('/ServiceAccount')) {
      for (const [key, value] of Object.entries(resource.annotations)) {
        if (!key.startsWith('eks.amazonaws.com/') && !/role-arn$/.test(key)) continue;
        const path = ['metadata', 'annotations', key];
        if (key === ARN) {
          yield* judgeArn({ resource, path }, value);
        } else if (!KNOWN.includes(key) && /^arn:aws/.test(value)) {
          yield {
            resource,
            path,
            message: `EKS reads no annotation ${key}: the pods get no role.`,
            fix: `Write ${nearestName(key, KNOWN) ?? ARN}.`,
          };
        }
      }
    }
    for (const { resource, annotations, metadataPath } of state.workloads) {
      if (annotations[ARN] === undefined) continue;
      yield {
        resource,
        path: [...metadataPath, 'annotations', ARN],
        severity: 'warning',
        message: `EKS reads ${ARN} on ServiceAccounts alone: on pods it gives no role.`,
        fix: 'Move the annotation to the ServiceAccount of the pods.',
      };
    }
    yield* judgeUsers(state);
  },
};

function* judgeArn(place: Pick<Said, 'resource' | 'path'>, arn: string): Generator<Said> {
  if (/^arn:aws(?:-cn|-us-gov|-iso(?:-[a-z]+)?|-eusc)?:iam::\d{12}:role\/\S+$/.test(arn)) return;
  const [, account] = /^arn:[a-z-]+:iam::([^:]*):/.exec(arn) ?? [];
  yield {
    ...place,
    message:
      account !== undefined && !/^\d{12}$/.test(account)
        ? `The account ${account === '' ? 'is missing' : account} in ${arn} does not have 12 digits: AWS refuses the role.`
        : `${arn} is no ARN of a role: AWS gives no credentials for it.`,
    fix: 'Write arn:aws:iam::<12 digits>:role/<name>.',
  };
}

/** Objects that work as an account want it to have a role. */
function* judgeUsers(state: ClusterState): Generator<Said> {
  const isUsual = state.of('/ServiceAccount').some(({ annotations }) => annotations[ARN] !== undefined);
  if (!isUsual) return;
  const users = [
    ...state
      .of('external-secrets.io/SecretStore', 'external-secrets.io/ClusterSecretStore')
      .map((resource) => ({
        resource,
        path: ['spec', 'provider', 'aws', 'auth', 'jwt', 'serviceAccountRef'],
        name: textAt(resource.value, 'spec', 'provider', 'aws', 'auth', 'jwt', 'serviceAccountRef', 'name'),
        namespace:
          textAt(
            resource.value,
            'spec',
            'provider',
            'aws',
            'auth',
            'jwt',
            'serviceAccountRef',
            'namespace',
          ) ?? resource.namespace,
      })),
    ...triggersAs(state),
  ];
  for (const { resource, path, name, namespace } of users) {
    const account = name === undefined ? undefined : state.find('/ServiceAccount', namespace, name);
    if (account === undefined || account.isExtract || account.annotations[ARN] !== undefined) continue;
    yield {
      resource,
      path,
      severity: 'warning',
      message: `It works as ServiceAccount ${namespace}/${name}, which has no role of AWS (${ARN}): AWS refuses it.`,
      fix: `Add the annotation ${ARN} to the ServiceAccount.`,
    };
  }
}

/** KEDA works as the account of the workload where a TriggerAuthentication says so. */
function triggersAs(state: ClusterState) {
  return state.of('keda.sh/TriggerAuthentication').flatMap((resource) => {
    if (
      textAt(resource.value, 'spec', 'podIdentity', 'identityOwner') !== 'workload' ||
      textAt(resource.value, 'spec', 'podIdentity', 'provider') !== 'aws'
    )
      return [];
    return state.of('keda.sh/ScaledObject').flatMap(({ namespace, value }) => {
      if (namespace !== resource.namespace || !JSON.stringify(value).includes(`"name":"${resource.name}"`))
        return [];
      const target = textAt(value, 'spec', 'scaleTargetRef', 'name');
      const workload = state.workloadsIn(namespace).find(({ name }) => name === target);
      return workload === undefined
        ? []
        : [{ resource, path: ['spec', 'podIdentity'], name: workload.serviceAccount, namespace }];
    });
  });
}
