import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import { alertingsIn, routesOf } from './alertmanager.ts';

const sample = (receiver: string) => `
apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
metadata: { name: shop, namespace: shop }
spec:
  route: { receiver: chat, routes: [{ receiver: ${receiver}, matchers: [{ name: severity, value: critical, matchType: "=" }] }] }
  receivers:
    - { name: chat, slackConfigs: [{ channel: "#shop", apiURL: { name: chat, key: url } }] }
    - { name: pager, pagerdutyConfigs: [{ routingKey: { name: pager, key: key } }] }
`;

export const alertRouteBroken: ClusterRule = {
  id: 'alert-route-broken',
  severity: 'error',
  summary: 'A route of Alertmanager to a receiver or a time interval that its configuration does not have',
  breaks:
    'Alertmanager refuses the whole configuration and goes on with the old one; on a new cluster it does not start.',
  failing: sample('pagr'),
  passing: sample('pager'),
  *judge(state) {
    for (const { resource, route, receivers, intervals, isObject } of alertingsIn(state)) {
      if (route === undefined) continue;
      const used = new Set<string>();
      for (const { path, receiver, intervals: named } of routesOf(route)) {
        if (receiver !== undefined) used.add(receiver);
        if (receiver !== undefined && !receivers.has(receiver)) {
          yield {
            resource,
            path: isObject ? [...path, 'receiver'] : path,
            message: `A route sends to the receiver ${receiver}, and there is none of that name: the configuration is refused.`,
            fix: `Name a receiver of this configuration${didYouMean(receiver, [...receivers.keys()])}.`,
          };
        }
        for (const name of named.filter((one) => !intervals.has(one))) {
          yield {
            resource,
            path,
            message: `A route names the time interval ${name}, and there is none of that name: the configuration is refused.`,
            fix: `Define it in ${isObject ? 'muteTimeIntervals' : 'time_intervals'}${didYouMean(name, [...intervals])}.`,
          };
        }
      }
      for (const [name, { path, tells }] of receivers) {
        if (used.has(name) || !tells) continue;
        yield {
          resource,
          path,
          severity: 'info',
          message: `No route sends to the receiver ${name}.`,
          fix: 'Write a route to it, or take it away.',
        };
      }
    }
  },
};
