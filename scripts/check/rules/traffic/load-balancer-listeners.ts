import { didYouMean, nearestName } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import type { Resource } from '../../state/resource.ts';
import { ALB, backendsOf, isOfAlb, listenersOf } from './load-balancer.ts';
import { ALB_ANNOTATIONS, FREE_ANNOTATIONS } from './load-balancer-annotations.ts';
import { judgeNginx, judgeProtocol } from './load-balancer-protocols.ts';
import { INGRESS } from './sample-ingress.ts';

/** What the load balancer controller of AWS is told by annotations, which no schema knows. */
export const loadBalancerListeners: ClusterRule = {
  id: 'load-balancer-listeners',
  severity: 'error',
  summary:
    'Annotations of an AWS load balancer that its controller refuses, passes over, or that contradict each other or the Service',
  breaks: 'The load balancer is not made or not changed, listens where nobody calls, or answers 502.',
  pitfalls: ['X-104'],
  failing: INGRESS.replace("ssl-redirect: '443'", "ssl-redirect: '8443'"),
  passing: INGRESS,
  *judge(state) {
    for (const resource of state.of('networking.k8s.io/Ingress')) {
      if (!isOfAlb(resource)) {
        yield* judgeNginx(state, resource);
        continue;
      }
      yield* judgeNames(resource);
      yield* judgeListeners(resource);
      yield* judgeBackends(state, resource);
    }
  },
};

function place(name: string): Said['path'] {
  return ['metadata', 'annotations', `${ALB}${name}`];
}

function* judgeNames(resource: Resource): Generator<Said> {
  for (const [key, value] of Object.entries(resource.annotations)) {
    if (!key.startsWith(ALB)) continue;
    const name = key.slice(ALB.length);
    const values = ALB_ANNOTATIONS[name];
    if (values === undefined) {
      const near = nearestName(name, Object.keys(ALB_ANNOTATIONS));
      if (FREE_ANNOTATIONS.test(name) || near === undefined) continue;
      yield {
        resource,
        path: place(name),
        severity: 'warning',
        message: `The controller knows no annotation ${key}, and passes over it.`,
        fix: `Write ${ALB}${near}.`,
      };
    } else if (values.length > 0 && !values.includes(value)) {
      yield {
        resource,
        path: place(name),
        message: `${value} is no ${name}: the controller takes ${values.join(' and ')}, and refuses the Ingress.`,
        fix: `Write ${values.join(' or ')}${didYouMean(value, values)}.`,
      };
    }
  }
}

function* judgeListeners(resource: Resource): Generator<Said> {
  const { annotations } = resource;
  const listeners = listenersOf(resource);
  if (listeners === undefined) {
    yield {
      resource,
      path: place('listen-ports'),
      message: 'listen-ports is no list in JSON: the controller makes no load balancer.',
      fix: 'Write \'[{"HTTP": 80}, {"HTTPS": 443}]\'.',
    };
    return;
  }
  const redirect = annotations[`${ALB}ssl-redirect`];
  const secure = listeners.filter(([protocol]) => protocol === 'HTTPS').map(([, port]) => port);
  if (redirect !== undefined && !secure.includes(Number(redirect))) {
    yield {
      resource,
      path: place('ssl-redirect'),
      message: `ssl-redirect leads to port ${redirect}, and HTTPS is served at ${secure.length === 0 ? 'no port' : secure.join(', ')}.`,
      fix: secure.length === 0 ? 'Add {"HTTPS": 443} to listen-ports.' : `Write "${secure[0]}".`,
    };
  }
  const isPublic = annotations[`${ALB}scheme`] === 'internet-facing';
  const hasCertificate = annotations[`${ALB}certificate-arn`] !== undefined;
  if (
    secure.length === 0 &&
    redirect === undefined &&
    (hasCertificate || (isPublic && annotations[`${ALB}listen-ports`] !== undefined))
  ) {
    yield {
      resource,
      path: place('listen-ports'),
      severity: 'warning',
      message: `The load balancer listens for plain HTTP only${hasCertificate ? ', and its certificate is not used' : ', on the internet'}.`,
      fix: 'Write \'[{"HTTP": 80}, {"HTTPS": 443}]\', with ssl-redirect: "443".',
    };
  }
  const arn = annotations[`${ALB}certificate-arn`];
  const regions = new Set(
    ['wafv2-acl-arn', 'auth-idp-cognito', 'certificate-arn'].flatMap((name) =>
      regionsIn(annotations[`${ALB}${name}`]),
    ),
  );
  const policies = [...regionsIn(arn)];
  if (arn !== undefined && regions.size > 1 && policies.length > 0) {
    yield {
      resource,
      path: place('certificate-arn'),
      severity: 'warning',
      message: `The annotations name objects of the regions ${[...regions].join(' and ')}, and a load balancer takes those of its own only.`,
      fix: 'Write a certificate of the region of the cluster.',
    };
  }
  const group = Number(
    /deregistration_delay\.timeout_seconds=(\d+)/.exec(
      annotations[`${ALB}target-group-attributes`] ?? '',
    )?.[1] ?? Number.NaN,
  );
  if (Number.isNaN(group) || group <= 3600) return;
  yield {
    resource,
    path: place('target-group-attributes'),
    message: 'deregistration_delay.timeout_seconds is 3600 at most.',
    fix: 'Write a number from 0 to 3600.',
  };
}

function regionsIn(text: string | undefined): readonly string[] {
  return [...(text ?? '').matchAll(/arn:aws[a-z-]*:[a-z0-9-]+:([a-z]{2}-[a-z-]+-\d):/g)].map(
    ([, region = '']) => region,
  );
}

function* judgeBackends(state: ClusterState, resource: Resource): Generator<Said> {
  const { annotations } = resource;
  const type = annotations[`${ALB}target-type`];
  for (const { service, port } of backendsOf(state, resource)) {
    if (type === 'instance' && service.type === 'ClusterIP') {
      yield {
        resource,
        path: place('target-type'),
        message: `Targets are nodes, and Service ${service.namespace}/${service.name} has no node port (ClusterIP): the controller refuses it.`,
        fix: `Write ${ALB}target-type: ip, or type: NodePort at the Service.`,
      };
    }
    yield* judgeProtocol(resource, place('backend-protocol'), annotations[`${ALB}backend-protocol`], {
      service,
      port,
    });
  }
}
