import { goDuration, isGoDuration } from '../../../schema/formats.ts';
import { quantity } from '../../../schema/quantity.ts';
import { at, fields, isFields, list, number, type Path, text } from '../../../state/read.ts';
import { cronMistake } from '../cron.ts';
import type { Fault } from '../fault.ts';
import { qualifiedName } from '../forms.ts';
import { fault, type Judged, type Topic, word } from '../topic.ts';

function* scheduleFaults({ value }: Judged): Generator<Fault> {
  const schedule = text(at(value, 'spec', 'schedule'));
  const own = schedule?.replace(/^(?:CRON_)?TZ=\S+\s+/, '');
  const mistake = own === undefined ? undefined : cronMistake(own, { sevenIsSunday: false });
  if (mistake)
    yield fault(
      ['spec', 'schedule'],
      `${JSON.stringify(schedule)} is no schedule: ${mistake}`,
      'write five fields: minute, hour, day of the month, month, day of the week',
    );
  const place: Path = at(value, 'spec', 'template') === undefined ? ['spec'] : ['spec', 'template'];
  const ttl = text(at(value, ...place, 'ttl'));
  if (ttl !== undefined && ttl !== '' && !isGoDuration(ttl))
    yield fault([...place, 'ttl'], `${JSON.stringify(ttl)} is no duration`, 'write hours, such as 720h');
}

function* verticalFaults({ value }: Judged): Generator<Fault> {
  const names = new Set<unknown>();
  for (const [index, policy] of list(at(value, 'spec', 'resourcePolicy', 'containerPolicies')).entries()) {
    if (!isFields(policy)) continue;
    const path = ['spec', 'resourcePolicy', 'containerPolicies', index];
    if (names.has(policy.containerName))
      yield fault(
        [...path, 'containerName'],
        `two policies are for ${word(policy.containerName)}`,
        'keep one of them',
      );
    names.add(policy.containerName);
    for (const [name, least] of Object.entries(fields(policy.minAllowed))) {
      const most = fields(policy.maxAllowed)[name];
      const [a, b] = [quantity(least), quantity(most)];
      if (a !== undefined && b !== undefined && a > b)
        yield fault(
          [...path, 'minAllowed', name],
          `${word(least)} is more than maxAllowed, ${word(most)}`,
          `write ${word(most)} or less`,
        );
    }
    if (policy.mode === 'Off' && policy.controlledValues !== undefined)
      yield fault(
        [...path, 'controlledValues'],
        'with mode: Off nothing is controlled',
        'remove one of them',
      );
  }
}

function* nodePoolFaults({ value }: Judged): Generator<Fault> {
  const template = at(value, 'spec', 'template', 'spec');
  for (const [index, requirement] of list(at(template, 'requirements')).entries()) {
    if (!isFields(requirement)) continue;
    const path = ['spec', 'template', 'spec', 'requirements', index];
    const { operator } = requirement;
    const key = text(requirement.key);
    if (key !== undefined && qualifiedName(key))
      yield fault(
        [...path, 'key'],
        `${JSON.stringify(key)} is no label of a node`,
        'write one such as karpenter.sh/capacity-type',
      );
    if (key === 'karpenter.sh/capacity-type')
      for (const [position, own] of list(requirement.values).entries())
        if (typeof own === 'string' && !['spot', 'on-demand', 'reserved'].includes(own))
          yield fault(
            [...path, 'values', position],
            `there is no capacity ${own}`,
            'write on-demand, spot or reserved',
          );
    if ((operator === 'In' || operator === 'NotIn') && list(requirement.values).length === 0)
      yield fault([...path, 'values'], `${operator} needs values`, 'write at least one');
    const least = number(requirement.minValues);
    if (operator === 'In' && least !== undefined && list(requirement.values).length < least)
      yield fault(
        [...path, 'minValues'],
        `${least} values are asked for, and ${list(requirement.values).length} are there`,
        'write more values',
      );
  }
  for (const [index, budget] of list(at(value, 'spec', 'disruption', 'budgets')).entries()) {
    const schedule = text(fields(budget).schedule);
    const mistake = schedule === undefined ? undefined : cronMistake(schedule);
    if (mistake)
      yield fault(
        ['spec', 'disruption', 'budgets', index, 'schedule'],
        `${JSON.stringify(schedule)} is no schedule: ${mistake}`,
        'write five fields: minute, hour, day of the month, month, day of the week',
      );
    if ((schedule === undefined) !== (text(fields(budget).duration) === undefined))
      yield fault(
        ['spec', 'disruption', 'budgets', index],
        'a schedule and a duration go together',
        'write both, or none',
      );
  }
}

function* telemetryFaults({ value }: Judged): Generator<Fault> {
  for (const [index, tracing] of list(at(value, 'spec', 'tracing')).entries()) {
    const path = ['spec', 'tracing', index];
    const sampling = number(fields(tracing).randomSamplingPercentage);
    if (sampling !== undefined && (sampling < 0 || sampling > 100))
      yield fault([...path, 'randomSamplingPercentage'], `${sampling} is no percentage`, 'write 0 to 100');
    if (list(fields(tracing).providers).length > 1)
      yield fault([...path, 'providers'], 'one provider is traced to', 'keep one of them');
  }
}

function* filterFaults({ value }: Judged): Generator<Fault> {
  for (const [index, patch] of list(at(value, 'spec', 'configPatches')).entries()) {
    if (!isFields(patch)) continue;
    const path = ['spec', 'configPatches', index];
    if (!text(patch.applyTo) || patch.applyTo === 'INVALID')
      yield fault([...path, 'applyTo'], 'it says not what is patched', 'write one such as HTTP_FILTER');
    if (!isFields(patch.patch)) yield fault([...path, 'patch'], 'it changes nothing', 'write patch');
    else {
      const operation = text(patch.patch.operation);
      if (!operation || operation === 'INVALID')
        yield fault(
          [...path, 'patch', 'operation'],
          'it says not what is done',
          'write one such as MERGE or INSERT_BEFORE',
        );
      else if (operation !== 'REMOVE' && !isFields(patch.patch.value))
        yield fault([...path, 'patch', 'value'], `${operation} needs a value`, 'write value');
      else if (operation === 'REMOVE' && isFields(patch.patch.value))
        yield fault([...path, 'patch', 'value'], 'REMOVE has no value', 'remove it');
    }
  }
}

function* workloadEntryFaults({ value }: Judged): Generator<Fault> {
  const spec = fields(value.spec);
  if (!text(spec.address) && !text(spec.network))
    yield fault(['spec', 'address'], 'it is nowhere', 'write address, or network');
}

function* chaosFaults({ value }: Judged): Generator<Fault> {
  const spec = fields(value.spec);
  const duration = text(spec.duration);
  if (duration !== undefined && goDuration(duration) === undefined)
    yield fault(['spec', 'duration'], `${JSON.stringify(duration)} is no duration`, 'write one such as 30s');
  const mode = text(spec.mode);
  const own = text(spec.value);
  if (mode?.startsWith('fixed') && !own)
    yield fault(['spec', 'value'], `the mode ${mode} needs a value`, 'write value');
  if (mode?.endsWith('percent') && own && !/^(?:100|\d{1,2})$/.test(own))
    yield fault(['spec', 'value'], `${own} is no percentage`, 'write 0 to 100 in quotes');
}

const JUDGES: Readonly<Record<string, (object: Judged) => Iterable<Fault>>> = {
  'velero.io/Schedule': scheduleFaults,
  'velero.io/Backup': scheduleFaults,
  'chaos-mesh.org/Schedule': scheduleFaults,
  'autoscaling.k8s.io/VerticalPodAutoscaler': verticalFaults,
  'karpenter.sh/NodePool': nodePoolFaults,
  'telemetry.istio.io/Telemetry': telemetryFaults,
  'networking.istio.io/EnvoyFilter': filterFaults,
  'networking.istio.io/WorkloadEntry': workloadEntryFaults,
  'chaos-mesh.org/PodChaos': chaosFaults,
  'chaos-mesh.org/NetworkChaos': chaosFaults,
  'chaos-mesh.org/StressChaos': chaosFaults,
};

export const others: Topic = {
  id: 'refused-by-controller',
  severity: 'error',
  summary:
    'objects of Velero, Karpenter, Chaos Mesh, the vertical autoscaler and the mesh that their controllers refuse',
  breaks: 'The controller reports an error in the status and does nothing: no backup, no node, no patch.',
  kinds: Object.keys(JUDGES),
  judge: (object) => JUDGES[`${object.group}/${object.kind}`]?.(object) ?? [],
  failing: `apiVersion: velero.io/v1
kind: Schedule
metadata:
  name: shop
spec:
  schedule: 0 25 * * *
  template: { ttl: 720h }
`,
  passing: `apiVersion: velero.io/v1
kind: Schedule
metadata:
  name: shop
spec:
  schedule: 0 5 * * *
  template: { ttl: 720h }
`,
};
