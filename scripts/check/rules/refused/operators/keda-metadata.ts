import { nearestName } from '../../../../../clusters/nearest-name.ts';
import { fields, isFields, type Path } from '../../../state/read.ts';
import { cronMistake, isTimeZone } from '../cron.ts';
import type { Fault } from '../fault.ts';
import { fault } from '../topic.ts';
import { NUMBERS, TRIGGER_NEEDS } from './keda-triggers.ts';

export function* metadataFaults(
  type: string,
  trigger: Readonly<Record<string, unknown>>,
  path: Path,
): Generator<Fault> {
  const metadata = fields(trigger.metadata);
  const has = (name: string): boolean =>
    Object.hasOwn(metadata, name) || Object.hasOwn(metadata, `${name}FromEnv`);
  const needs = TRIGGER_NEEDS[type];
  const isAuthenticated = isFields(trigger.authenticationRef);
  const missing = [...(needs?.metadata ?? []), ...(isAuthenticated ? [] : (needs?.auth ?? []))].filter(
    (name) => !has(name),
  );
  if (isFields(trigger.metadata) || needs === undefined) {
    for (const name of missing) {
      const meant = nearestName(name, Object.keys(metadata));
      yield fault(
        [...path, 'metadata', meant ?? name],
        meant === undefined
          ? `a trigger of type ${type} needs ${name}`
          : `a trigger of type ${type} has no ${meant}`,
        `write ${name}`,
      );
    }
  }
  for (const [name, value] of Object.entries(metadata)) {
    if (
      NUMBERS.has(name) &&
      typeof value === 'string' &&
      value !== '' &&
      type !== 'cpu' &&
      type !== 'memory' &&
      Number.isNaN(Number(value))
    )
      yield fault(
        [...path, 'metadata', name],
        `${JSON.stringify(value)} is no number`,
        'write a number in quotes',
      );
  }
  if (type === 'cron') yield* cronFaults(metadata, [...path, 'metadata']);
  if (
    type === 'prometheus' &&
    typeof metadata.serverAddress === 'string' &&
    !/^https?:\/\//.test(metadata.serverAddress) &&
    !metadata.serverAddress.includes('$')
  )
    yield fault(
      [...path, 'metadata', 'serverAddress'],
      `${JSON.stringify(metadata.serverAddress)} is no address`,
      'write http://HOST:PORT',
      'error',
    );
}

function* cronFaults(metadata: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
  for (const field of ['start', 'end']) {
    const own = metadata[field];
    const mistake = typeof own === 'string' ? cronMistake(own) : undefined;
    if (mistake)
      yield fault(
        [...path, field],
        `${JSON.stringify(own)} is no schedule: ${mistake}`,
        'write five fields: minute, hour, day of the month, month, day of the week',
      );
  }
  if (typeof metadata.start === 'string' && metadata.start === metadata.end)
    yield fault([...path, 'end'], 'it ends when it starts', 'write another end');
  if (typeof metadata.timezone === 'string' && !isTimeZone(metadata.timezone))
    yield fault(
      [...path, 'timezone'],
      `there is no time zone ${JSON.stringify(metadata.timezone)}`,
      'write one such as Europe/Berlin',
    );
}
