import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { keysOf } from '../../state/presence.ts';
import { fieldsAt } from '../../state/read.ts';
import { application, SOURCE } from './samples.ts';

const sample = (trigger: string) =>
  `${application('shop', SOURCE, { annotations: `notifications.argoproj.io/subscribe.${trigger}.slack: shop` })}---
apiVersion: v1
kind: ConfigMap
metadata: { name: argocd-notifications-cm, namespace: argocd }
data:
  service.slack: "token: $slack-token"
  template.sync-failed: "message: failed"
  trigger.on-sync-failed: "- when: app.status.operationState.phase in ['Error', 'Failed']\\n  send: [sync-failed]"
`;

export const notificationUndefined: ClusterRule = {
  id: 'notification-undefined',
  severity: 'error',
  summary:
    'A subscription of Argo CD to a trigger or a service, or a trigger with a template, that is not configured',
  breaks: 'Nobody is told that a sync failed; only the log of the controller says why.',
  failing: sample('on-sync-fail'),
  passing: sample('on-sync-failed'),
  *judge(state) {
    const config = state.of('/ConfigMap').find(({ name }) => name === 'argocd-notifications-cm');
    if (config === undefined) return;
    const data = fieldsAt(config.value, 'data');
    const keys = [...(keysOf(state, config) ?? [])];
    const named = (start: string) =>
      keys.filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
    const [services, templates, triggers] = [named('service.'), named('template.'), named('trigger.')];
    for (const trigger of triggers) {
      const text = data[`trigger.${trigger}`];
      for (const [, list = ''] of (typeof text === 'string' ? text : '').matchAll(/send:\s*\[([^\]]*)\]/g)) {
        for (const template of list
          .split(',')
          .map((one) => one.trim().replace(/["']/g, ''))
          .filter((one) => one !== '' && !templates.includes(one))) {
          yield {
            resource: config,
            path: ['data', `trigger.${trigger}`],
            message: `The trigger ${trigger} sends the template ${template}, and there is none of that name.`,
            fix: `Name a template that there is${didYouMean(template, templates)}.`,
          };
        }
      }
    }
    for (const { resource, key } of subscriptions(state)) {
      const [, trigger = '', service = ''] =
        /^notifications\.argoproj\.io\/subscribe\.([^.]+)\.(.+)$/.exec(key) ?? [];
      if (trigger === '') continue;
      const path = ['metadata', 'annotations', key];
      if (!triggers.includes(trigger))
        yield {
          resource,
          path,
          message: `There is no trigger ${trigger}: nobody is told anything.`,
          fix: `Name a trigger that there is${didYouMean(trigger, triggers)}.`,
        };
      if (!services.includes(service))
        yield {
          resource,
          path,
          message: `There is no service ${service}: nobody is told anything.`,
          fix: `Name a service that there is${didYouMean(service, services)}.`,
        };
    }
  },
};

function subscriptions(state: ClusterState) {
  return state
    .of('argoproj.io/Application', 'argoproj.io/AppProject')
    .flatMap((resource) => Object.keys(resource.annotations).map((key) => ({ resource, key })));
}
