import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import { places, textAt } from '../../state/read.ts';

const SAMPLE = (action: string) => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
  annotations: { alb.ingress.kubernetes.io/actions.${action}: '{"type":"redirect","redirectConfig":{"port":"443","protocol":"HTTPS","statusCode":"HTTP_301"}}' }
spec:
  ingressClassName: alb
  rules:
    - http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: to-https, port: { name: use-annotation } } } }] }
`;

const ACTIONS = 'alb.ingress.kubernetes.io/actions.';
const CONDITIONS = 'alb.ingress.kubernetes.io/conditions.';

/** An action of a load balancer is found by the name of the backend. */
export const ingressActionMissing: ClusterRule = {
  id: 'ingress-action-missing',
  severity: 'error',
  summary:
    'A backend of an Ingress whose action is in no annotation, or an action or condition for no backend',
  breaks: 'The controller gives up on the whole Ingress, or the action has no effect.',
  failing: SAMPLE('https'),
  passing: SAMPLE('to-https'),
  *judge(state) {
    for (const resource of state.of('networking.k8s.io/Ingress')) {
      const { value, annotations } = resource;
      const backends = [
        ...places(value, 'spec.rules[].http.paths[].backend.service'),
        ...places(value, 'spec.defaultBackend.service'),
      ];
      const actions = namesAfter(annotations, ACTIONS);
      for (const { path, value: service } of backends) {
        const name = textAt(service, 'name') ?? '';
        if (textAt(service, 'port', 'name') !== 'use-annotation' || actions.includes(name)) continue;
        yield {
          resource,
          path: [...path, 'name'],
          message: `There is no annotation ${ACTIONS}${name}, which this backend asks for: the controller gives up on the Ingress.`,
          fix: `Write the name of an action that is there${didYouMean(name, actions)}, or add the annotation.`,
        };
      }
      const named = backends.map(({ value: service }) => textAt(service, 'name') ?? '');
      for (const prefix of [ACTIONS, CONDITIONS]) {
        for (const name of namesAfter(annotations, prefix)) {
          if (named.includes(name)) continue;
          yield {
            resource,
            path: ['metadata', 'annotations', `${prefix}${name}`],
            message: `No backend of the Ingress is named ${name}: the annotation has no effect.`,
            fix: `Write the name of a backend${didYouMean(name, named)}, or take the annotation out.`,
            severity: 'warning',
          };
        }
      }
    }
  },
};

function namesAfter(annotations: Readonly<Record<string, string>>, prefix: string): readonly string[] {
  return Object.keys(annotations).flatMap((key) =>
    key.startsWith(prefix) ? [key.slice(prefix.length)] : [],
  );
}
