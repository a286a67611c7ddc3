import type { Family } from '../../rule.ts';

/** The way of a request: gateways, routes, destinations, Services, pods, and Istio between them. */
export const traffic: Family = {
  name: 'traffic',
  about: 'The way of a request: gateways, routes, destinations, Services, pods, and Istio between them.',
  rules: [],
};
