import { byDefault } from '../../cluster-model/defaults/defaults.ts';
import type { FieldChange, Item, Judgement } from '../change.ts';
import { typeOf } from '../compare/key.ts';
import { podPathOf, templatePathOf } from '../compare/pod-path.ts';
import { mappingAt, numberAt, textAt } from '../compare/value.ts';
import { imageOf } from './image-name.ts';
import { boundsOf, orderText, podsText } from './pods.ts';
import { isEdit, judge, type Rule, said, some } from './rule.ts';

/** Labels that name a build and move with it. */
const OF_A_BUILD = /\.metadata\.labels\.(?:app\.kubernetes\.io\/version|version|helm\.sh\/chart|chart)$/;
const IMAGE = /\.(?:init|ephemeral)?[cC]ontainers\[\]\.image$/;

/** Pods are replaced where anything of their template changes. */
export const restart: Rule = (change, trees) => {
  if (!isEdit(change)) return [];
  const { after } = change;
  const template = templatePathOf(after.apiVersion, after.kind);
  if (template === undefined) return [];
  const fields = change.fields.filter(({ shape }) => shape === template || shape.startsWith(`${template}.`));
  if (fields.length === 0) return [];
  const what = some(fields.map(({ path }) => path.slice(template.length + 1).replace(/^spec\./, '')));
  if (typeOf(after) === 'keda.sh/ScaledJob' && !isGradual(after))
    return [
      judge(
        'restart',
        `KEDA deletes the Jobs that run and starts them anew (rollout: default): ${isOnlyBuild(fields) ? imagesText(fields) : what}`,
      ),
    ];
  if (/\/(?:CronJob|ScaledJob)$/.test(typeOf(after))) {
    return [
      judge(
        'routine',
        `the next Job has ${isOnlyBuild(fields) ? 'another build' : `another template (${what})`}; one that runs goes on as it is`,
      ),
    ];
  }
  // What cannot be changed is told by another rule.
  if (typeOf(after) === 'batch/Job') return [];
  const pods = podsText(after, trees.after);
  if (pods === '0 pods') return [];
  if (textAt(after.value, 'spec.updateStrategy.type') === 'OnDelete') {
    return [judge('routine', `${pods}: the new template (${what}) waits until somebody deletes them`)];
  }
  const order = orderText(after);
  if (isOnlyBuild(fields))
    return [judge('routine', `a new build: ${imagesText(fields)}; ${pods} replaced, ${order}`)];
  const judgement: Judgement = judge(
    'restart',
    `${pods} ${pods === '1 pod' ? 'restarts' : 'restart'}, ${order}: ${what} changed`,
  );
  return [judgement];
};

/** Whether KEDA leaves Jobs that run as they are. */
function isGradual({ value }: Item): boolean {
  return [textAt(value, 'spec.rollout.strategy'), textAt(value, 'spec.rolloutStrategy')].includes('gradual');
}

function isOnlyBuild(fields: readonly FieldChange[]): boolean {
  const images = fields.filter(({ shape }) => IMAGE.test(shape));
  return (
    images.length > 0 &&
    images.every(({ before, after }) => imageOf(before)?.repository === imageOf(after)?.repository) &&
    fields.every(({ shape }) => IMAGE.test(shape) || OF_A_BUILD.test(shape))
  );
}

function imagesText(fields: readonly FieldChange[]): string {
  const images = fields.filter(({ shape }) => IMAGE.test(shape));
  const texts = images.map(({ before, after }) => {
    const [old, now] = [imageOf(before), imageOf(after)];
    if (old === undefined || now === undefined) return said(after);
    const versions =
      old.tag === now.tag ? 'another digest' : `${old.tag ?? 'no tag'} → ${now.tag ?? 'no tag'}`;
    return `${now.repository.slice(now.repository.lastIndexOf('/') + 1)} ${versions}`;
  });
  return some([...new Set(texts)]);
}

/** An update that leaves no pod, where there was one that kept some. */
export const updateStrategy: Rule = (change, trees) => {
  if (!isEdit(change)) return [];
  const strategy = change.fields.find(({ shape }) =>
    /^spec\.(?:strategy|updateStrategy)(?:\.type)?$/.test(shape),
  );
  const fields = change.fields.filter(({ shape }) => /^spec\.(?:strategy|updateStrategy)\b/.test(shape));
  if (podPathOf(change.after.apiVersion, change.after.kind) === undefined || fields.length === 0) return [];
  if (strategy !== undefined && textAt(change.after.value, 'spec.strategy.type') === 'Recreate') {
    return [
      judge('outage', 'from now on each update stops every pod before the first new one starts (Recreate)'),
    ];
  }
  if (mayAllBeMissing(change.after) && !mayAllBeMissing(change.before))
    return [judge('outage', 'from now on each update may take every pod away at once (maxUnavailable)')];
  const least = boundsOf(change.after, trees.after)?.min;
  const [old, now] = [change.before, change.after].map((item) => shareMissing(item, least));
  if (old !== undefined && now !== undefined && old < HALF && now >= HALF)
    return [
      judge(
        'outage',
        `from now on each update may take half of its pods away at once, or more: ${some(fields.map(({ path, before, after }) => `${path} ${said(before)} → ${said(after)}`))}`,
      ),
    ];
  return [
    judge(
      'routine',
      `the next update goes another way: ${some(fields.map(({ path, after }) => `${path} ${said(after)}`))}`,
    ),
  ];
};

const HALF = 0.5;

/** Which share of the pods an update may stop before a new one is ready; undefined where nobody can say. */
function shareMissing({ kind, value }: Item, pods: number | undefined): number | undefined {
  const {
    maxUnavailable = kind === 'Deployment'
      ? byDefault('apps/Deployment', 'spec.strategy.rollingUpdate.maxUnavailable')
      : byDefault('apps/DaemonSet', 'spec.updateStrategy.rollingUpdate.maxUnavailable'),
  } = rollingUpdateOf(value);
  const percent = /^(\d+)%$/.exec(String(maxUnavailable))?.[1];
  if (percent !== undefined) return Number(percent) / 100;
  return typeof maxUnavailable === 'number' && pods !== undefined && pods > 1
    ? maxUnavailable / pods
    : undefined;
}

/** Whether an update may stop all pods before a new one is ready. */
function mayAllBeMissing({ value }: Item): boolean {
  const most = rollingUpdateOf(value).maxUnavailable;
  const replicas = numberAt(value, 'spec.replicas');
  return (
    most === '100%' ||
    (typeof most === 'number' && replicas !== undefined && replicas > 0 && most >= replicas)
  );
}

/** How pods are updated: Deployments call it otherwise than the other kinds. */
function rollingUpdateOf(value: unknown): Readonly<Record<string, unknown>> {
  return {
    ...mappingAt(value, 'spec.strategy.rollingUpdate'),
    ...mappingAt(value, 'spec.updateStrategy.rollingUpdate'),
  };
}
