import { byDefault } from '../../cluster-model/defaults/defaults.ts';
import { isMapping } from '../compare/value.ts';
import { type FieldRule, judge, said } from './rule.ts';

/** What a VerticalPodAutoscaler does where it does not say. */
const UNSAID = byDefault('autoscaling.k8s.io/VerticalPodAutoscaler', 'spec.updatePolicy.updateMode');

/** Work that is paused, and requests that change by themselves. */
export const scalingFields: readonly FieldRule[] = [
  {
    types: /^apps\/Deployment$/,
    shape: /^spec\.paused$/,
    says: ({ after }) =>
      after === true
        ? judge('outage', 'it is paused: no change of its pods is carried out')
        : judge('restart', 'it goes on: changes that waited are carried out'),
  },
  {
    types: /^batch\/(?:CronJob|Job)$/,
    shape: /^spec\.suspend$/,
    says: ({ after }) =>
      after === true
        ? judge('outage', 'it is suspended: its work is not done')
        : judge('routine', 'its work goes on'),
  },
  {
    types: /^keda\.sh\/ScaledJob$/,
    shape: /^spec\.(?:min|max)ReplicaCount$/,
    says: ({ path, before, after }) =>
      path.endsWith('maxReplicaCount') && after === 0
        ? judge('outage', 'it makes no Job any more: its work is not done')
        : judge(
            'scale',
            `another number of its Jobs run at a time: ${path} ${said(before)} → ${said(after)}`,
          ),
  },
  {
    types: /^keda\.sh\/ScaledJob$/,
    shape: /^spec\.(?:triggers|scalingStrategy|pollingInterval)\b/,
    says: ({ path, before, after }) =>
      judge('scale', `its Jobs follow something else: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: /^autoscaling\.k8s\.io\/VerticalPodAutoscaler$/,
    shape: /^spec\.updatePolicy(?:\.updateMode)?$/,
    says: ({ before, after }) => {
      const mode = (value: unknown) =>
        String(isMapping(value) ? (value.updateMode ?? UNSAID) : (value ?? UNSAID));
      const [old, now] = [mode(before), mode(after)].map((each) => !/^(?:Off|Initial)$/.test(each));
      const text = `updateMode ${mode(before)} → ${mode(after)}`;
      if (now === old) return judge('scale', `it sets requests at another time: ${text}`);
      return now
        ? judge('restart', `it evicts pods at any time to give them other requests: ${text}`)
        : judge('scale', `it no longer evicts pods to give them other requests: ${text}`);
    },
  },
  {
    types: /^autoscaling\.k8s\.io\/VerticalPodAutoscaler$/,
    shape: /^spec\b/,
    says: ({ path, before, after }) =>
      judge('scale', `it sets other requests: ${path} ${said(before)} → ${said(after)}`),
  },
];
