import { byDefault } from '../../cluster-model/defaults/defaults.ts';
import type { FieldChange, Item, Judgement } from '../change.ts';
import { typeOf } from '../compare/key.ts';
import { bytesText, coresText } from '../compare/quantity.ts';
import { at, mappingAt, numberAt, textAt } from '../compare/value.ts';
import type { Surroundings } from '../surroundings.ts';
import { autoscalerOf, boundsOf, makesPods, requestsOf, scalerBounds, selectsPods } from './pods.ts';
import { isEdit, judge, type Rule, said } from './rule.ts';

/** How fast an autoscaler adds pods and takes them away. */
const PACE = /(?:behavior\b|pollingInterval$|cooldownPeriod$)/;

/** How many pods a workload has, and what they ask for. */
export const size: Rule = (change, trees) => {
  const { before, after } = change;
  if (after === undefined || !makesPods(after)) return [];
  const now = boundsOf(after, trees.after);
  const scaler = autoscalerOf(after, trees.after);
  const found: Judgement[] = [];
  const replicas = change.fields.find(({ shape }) => shape === 'spec.replicas');
  if (replicas !== undefined) {
    const unsaid = byDefault('apps/Deployment', 'spec.replicas');
    const [was, count] = [Number(replicas.before ?? unsaid), Number(replicas.after ?? unsaid)];
    const from = `replicas ${said(replicas.before)} → ${said(replicas.after)}`;
    if (count === 0 && scaler?.kind !== 'ScaledObject')
      found.push(
        judge(
          'outage',
          `no pod is left: ${from}${scaler === undefined ? '' : `, which also switches off ${scaler.kind} ${scaler.name}`}`,
        ),
      );
    else if (scaler !== undefined)
      found.push(besideAutoscaler(replicas, `${scaler.kind} ${scaler.name}`, after));
    else if (
      count < was &&
      textAt(after.value, 'spec.persistentVolumeClaimRetentionPolicy.whenScaled') === 'Delete'
    )
      found.push(
        judge(
          'data-loss',
          `${from}, and the volume claims of the pods that go are deleted (persistentVolumeClaimRetentionPolicy)`,
        ),
      );
    else found.push(judge('scale', `${from}${costText(after, was, count)}`));
  }
  if (before === undefined) {
    if (now === undefined) return found;
    return [
      ...found,
      judge('scale', `new: ${now.max} pod${now.max === 1 ? '' : 's'} at most${costText(after, 0, now.max)}`),
    ];
  }
  const [old, own] = [requestsOf(before), requestsOf(after)];
  const [cpu, memory] = [own.cpu - old.cpu, own.memory - old.memory];
  if (cpu !== 0 || memory !== 0) {
    const most = now?.max ?? 1;
    const each = [
      cpu === 0 ? '' : signed(coresText(cpu), cpu),
      memory === 0 ? '' : signed(bytesText(memory), memory),
    ]
      .filter((text) => text !== '')
      .join(', ');
    found.push(
      judge(
        'scale',
        `each pod asks for ${each}${now === undefined || most < 2 ? '' : `; all ${most} at most: ${[cpu === 0 ? '' : signed(coresText(cpu * most), cpu), memory === 0 ? '' : signed(bytesText(memory * most), memory)].filter((text) => text !== '').join(', ')}`}`,
      ),
    );
  }
  return found;
};

/** Both set the number: whoever applies the template, and the autoscaler after that. */
function besideAutoscaler({ before, after }: FieldChange, scaler: string, { value }: Item): Judgement {
  const isWritten = numberAt(value, 'spec.replicas') !== undefined;
  if (!isWritten)
    return judge(
      'routine',
      `replicas ${said(before)} is left out: ${scaler} decides alone, after at most a moment with 1 pod`,
    );
  return judge(
    'scale',
    `each sync sets ${said(after)} pod${after === 1 ? '' : 's'}, and ${scaler} its own number again: leave replicas out`,
  );
}

/** The Services that send to a workload. */
function servicesOf(item: Item, tree: Surroundings): readonly Item[] {
  return tree.inNamespace(item.cluster, item.namespace, 'Service').filter(({ value }) => {
    const matchLabels = mappingAt(value, 'spec.selector');
    return Object.keys(matchLabels).length > 0 && selectsPods({ matchLabels }, item);
  });
}

function signed(text: string, value: number): string {
  return value > 0 ? `+${text}` : text;
}

/** What it costs to have that many pods instead. */
function costText(item: Item, before: number, after: number): string {
  const { cpu, memory } = requestsOf(item);
  const more = after - before;
  if (more === 0 || (cpu === 0 && memory === 0)) return '';
  return ` (${[signed(coresText(cpu * more), more), signed(bytesText(memory * more), more)].join(', ')} requested)`;
}

/** Autoscalers. */
export const autoscalers: Rule = (change, trees) => {
  const { after } = change;
  if (after === undefined || !/\/(?:HorizontalPodAutoscaler|ScaledObject)$/.test(typeOf(after))) return [];
  const target = mappingAt(after.value, 'spec.scaleTargetRef');
  const kind = String(target.kind ?? byDefault('keda.sh/ScaledObject', 'spec.scaleTargetRef.kind'));
  const item = trees.after
    .inNamespace(after.cluster, after.namespace, kind)
    .find(({ name }) => name === target.name);
  if (!isEdit(change)) {
    const { min, max } = scalerBounds(after);
    return [judge('scale', `${kind} ${String(target.name)} has ${min} to ${max} pods from now on`)];
  }
  return change.fields.flatMap(({ shape, path, before, after: now }): readonly Judgement[] => {
    if (/^spec\.max(?:Replicas|ReplicaCount)$/.test(shape)) {
      const cost = item === undefined ? '' : costText(item, Number(before ?? 0), Number(now ?? 0));
      return [
        judge(Number(now) === 0 ? 'outage' : 'scale', `at most ${said(before)} → ${said(now)} pods${cost}`),
      ];
    }
    if (/^spec\.min(?:Replicas|ReplicaCount)$/.test(shape)) {
      const cost = item === undefined ? '' : costText(item, Number(before ?? 0), Number(now ?? 0));
      const text = `at least ${said(before)} → ${said(now)} pods${cost}`;
      if (Number(now) !== 0) return [judge('scale', text)];
      const isCalled = item !== undefined && servicesOf(item, trees.after).length > 0;
      return [
        isCalled
          ? judge(
              'outage',
              `${text}: none is there while nothing happens, and whoever calls it then is refused`,
            )
          : judge(
              'scale',
              `${text}: none is there while nothing happens, and the first piece of work waits for one`,
            ),
      ];
    }
    if (shape.startsWith('spec.scaleTargetRef')) {
      return [
        judge(
          'outage',
          `it scales another workload: ${path} ${said(before)} → ${said(now)}${item === undefined ? ', which is not in the tree' : ''}`,
        ),
      ];
    }
    if (/\bscaleUp\.selectPolicy$/.test(shape) && now === 'Disabled')
      return [
        judge('outage', `it adds no pods any more, whatever comes: ${path} ${said(before)} → Disabled`),
      ];
    if (shape === 'spec.fallback' && now === undefined)
      return [
        judge(
          'outage',
          `where what it scales by cannot be read, it no longer goes to ${said(at(before, 'replicas'))} pods (fallback)`,
        ),
      ];
    if (
      /^spec\.(?:metrics|triggers|behavior|advanced|pollingInterval|cooldownPeriod|idleReplicaCount|fallback|targetCPUUtilizationPercentage)\b/.test(
        shape,
      )
    )
      return [
        judge(
          'scale',
          `it scales ${PACE.test(shape) ? 'at another pace' : 'by something else'}: ${path} ${said(before)} → ${said(now)}`,
        ),
      ];
    if (/autoscaling\.keda\.sh\/paused/.test(path))
      return [
        judge(
          String(now) === '0' ? 'outage' : 'scale',
          `it no longer scales by itself: ${path} ${said(now)}`,
        ),
      ];
    return [];
  });
};
