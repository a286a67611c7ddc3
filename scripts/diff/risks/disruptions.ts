import { podPathOf } from '../compare/pod-path.ts';
import { neverComes } from '../compare/schedule.ts';
import { type FieldRule, isEdit, judge, type Rule, said } from './rule.ts';

/** Failed pods after which a Job that does not say gives up. */
const TRIES = 6;

/** By what a pod keeps its node from being taken away to save money. */
const STAYS =
  /\.annotations\.(?:cluster-autoscaler\.kubernetes\.io\/safe-to-evict|karpenter\.sh\/do-not-disrupt)$/;

/** Single fields of core kinds that may stop something. */
export const disruptions: readonly FieldRule[] = [
  {
    types: /^apps\/(?:Deployment|StatefulSet|DaemonSet)$/,
    shape: /^spec\.(?:minReadySeconds|progressDeadlineSeconds|revisionHistoryLimit)$/,
    says: ({ path, before, after }) =>
      judge('routine', `updates take or keep something else: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: /^batch\/CronJob$/,
    shape: /^spec\.(?:schedule|timeZone|startingDeadlineSeconds)$/,
    says: ({ path, before, after }) => {
      // The controller looks every ten seconds.
      if (path.endsWith('startingDeadlineSeconds') && typeof after === 'number' && after < 10)
        return judge('outage', `it may never run: ${path} ${after} is less than the time between two looks`);
      const text = `${path} ${said(before)} → ${said(after)}`;
      return path.endsWith('schedule') && neverComes(after)
        ? judge('outage', `it never runs: there is no such day: ${text}`)
        : judge('routine', `it runs at other times: ${text}`);
    },
  },
  {
    types: /\/(?:CronJob|ScaledJob)$/,
    shape: STAYS,
    says: ({ shape, before, after }) => {
      const stays = shape.endsWith('safe-to-evict') ? 'false' : 'true';
      return before === stays && after !== stays
        ? judge(
            'outage',
            `a node may be taken away while its pods work, and what they did is lost: ${shape.split('/').at(-1)} ${said(before)} → ${said(after)}`,
          )
        : judge(
            'routine',
            `nodes wait for its pods in another way: ${shape.split('/').at(-1)} ${said(after)}`,
          );
    },
  },
  {
    types: /^batch\/CronJob$/,
    shape: /^spec\.concurrencyPolicy$/,
    says: ({ before, after }) => {
      const [old, now] = [before, after].map((policy) => String(policy ?? 'Allow'));
      const text = `concurrencyPolicy ${old} → ${now}`;
      if (now === 'Replace')
        return judge('outage', `a run that takes too long is killed by the next one: ${text}`);
      return judge(
        'routine',
        now === 'Forbid'
          ? `no run begins while another one goes on: ${text}`
          : `two runs may go on at the same time: ${text}`,
      );
    },
  },
  {
    types: /^batch\/(?:CronJob|Job)$|^keda\.sh\/ScaledJob$/,
    shape: /\.?backoffLimit$/,
    says: ({ before, after }) => {
      const text = `backoffLimit ${said(before ?? TRIES)} → ${said(after ?? TRIES)}`;
      // A node that is drained or taken back is such a failure too.
      return after === 0
        ? judge('outage', `its work is given up with the first pod that fails or is evicted: ${text}`)
        : judge('routine', `its work is given up after another number of failed pods: ${text}`);
    },
  },
  {
    types: /^batch\/(?:CronJob|Job)$|^keda\.sh\/ScaledJob$/,
    shape: /\.?activeDeadlineSeconds$/,
    says: ({ path, before, after }) =>
      Number(after ?? Number.POSITIVE_INFINITY) < Number(before ?? Number.POSITIVE_INFINITY)
        ? judge(
            'outage',
            `its pods are stopped sooner, done or not: ${path} ${said(before)} → ${said(after)}`,
          )
        : judge('routine', `its pods may run for longer: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: /^apps\/StatefulSet$/,
    shape: /^spec\.ordinals(?:\.start)?$/,
    says: ({ path, before, after }) =>
      judge(
        'outage',
        `its pods get other numbers: ${path} ${said(before)} → ${said(after)}; those outside of the new ones stop, and new ones start with new claims`,
      ),
  },
  {
    types: /^apiregistration\.k8s\.io\/APIService$/,
    shape: /^spec\.insecureSkipTLSVerify$/,
    says: ({ after }) =>
      after === true
        ? judge('security', 'the API server believes whoever answers')
        : judge('routine', 'the API server asks for a certificate'),
  },
  {
    types: /^apiregistration\.k8s\.io\/APIService$/,
    shape: /^spec\.service\b/,
    says: ({ path, before, after }) =>
      judge('outage', `another server answers for the kinds: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: /^scheduling\.k8s\.io\/PriorityClass$/,
    shape: /^globalDefault$/,
    says: ({ after }) =>
      judge(
        'outage',
        after === true
          ? 'new pods that name no class have its priority'
          : 'new pods that name no class have another priority',
      ),
  },
  {
    types: /^storage\.k8s\.io\/StorageClass$/,
    shape: /^metadata\.annotations\.storageclass\.kubernetes\.io\/is-default-class$/,
    says: ({ after }) =>
      judge(
        'outage',
        after === 'true'
          ? 'new claims that name no class take it'
          : 'new claims that name no class no longer take it',
      ),
  },
  {
    types: /^apps\/StatefulSet$/,
    shape: /^spec\.updateStrategy\.rollingUpdate\.partition$/,
    says: ({ before, after }) =>
      judge('routine', `an update reaches other pods: partition ${said(before)} → ${said(after)}`),
  },
];

/** Kinds of pods that no longer fit, or are no longer pushed aside. */
export const placement: Rule = (change) => {
  if (!isEdit(change)) return [];
  const pod = podPathOf(change.after.apiVersion, change.after.kind);
  if (pod === undefined) return [];
  return change.fields.flatMap(({ shape, path, before, after }) => {
    const field = shape.slice(pod.length + 1);
    if (/^terminationGracePeriodSeconds$/.test(field) && Number(after) < Number(before))
      return [
        judge('outage', `pods are killed sooner when they stop: ${path} ${said(before)} → ${said(after)}`),
      ];
    return [];
  });
};
