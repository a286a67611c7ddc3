import type { ClusterRule } from '../../rule.ts';
import { memberOf } from '../../state/mesh-members.ts';
import { labelsText } from '../labels-text.ts';
import { gatewaysIn } from './gateways.ts';
import { GATEWAY } from './sample.ts';

/** A Gateway is only a wish until pods have its labels. */
export const gatewaySelectsNoPods: ClusterRule = {
  id: 'gateway-selects-no-pods',
  severity: 'error',
  summary: 'A Gateway of Istio whose selector matches no pods',
  breaks: 'No proxy opens its ports: connections are refused, and no object reports a fault.',
  pitfalls: ['X-7'],
  failing: GATEWAY.replace(
    '  selector: { istio: gateway }\n  servers',
    '  selector: { istio: gatewy }\n  servers',
  ),
  passing: GATEWAY,
  *judge(state) {
    const proxies = state.workloads.filter(
      (workload) =>
        memberOf(state, workload) === 'gateway' ||
        workload.containers.some(({ name, value }) => name === 'istio-proxy' && value.image === 'auto'),
    );
    if (proxies.length === 0) return;
    for (const { resource, selector, workloads } of gatewaysIn(state).values()) {
      if (workloads.length > 0 || Object.keys(selector).length === 0) continue;
      const known = proxies.map(({ labels, namespace, name }) => {
        const own = Object.entries(labels).filter(([key]) => Object.hasOwn(selector, key));
        return { own: Object.fromEntries(own), title: `${namespace}/${name}` };
      });
      const nearest = known.find(({ own }) => Object.keys(own).length > 0);
      yield {
        resource,
        path: ['spec', 'selector'],
        message: `No pod has the labels ${labelsText(selector)}: nothing listens for what the Gateway says.`,
        fix:
          nearest === undefined
            ? `Write labels of gateway pods, such as those of ${known[0]?.title ?? ''}.`
            : `Write ${labelsText(nearest.own)}, which the pods of ${nearest.title} have.`,
      };
    }
  },
};
