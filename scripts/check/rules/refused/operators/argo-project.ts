import { fields, isFields, list, text } from '../../../state/read.ts';
import { cronMistake, isTimeZone } from '../cron.ts';
import type { Fault } from '../fault.ts';
import { fault } from '../topic.ts';

export function* projectFaults(spec: Readonly<Record<string, unknown>>, name: string): Generator<Fault> {
  for (const [index, window] of list(spec.syncWindows).entries()) {
    if (!isFields(window)) continue;
    const path = ['spec', 'syncWindows', index];
    const mistake =
      text(window.schedule) === undefined ? undefined : cronMistake(text(window.schedule) ?? '');
    if (mistake)
      yield fault(
        [...path, 'schedule'],
        `${JSON.stringify(window.schedule)} is no schedule: ${mistake}`,
        'write five fields: minute, hour, day of the month, month, day of the week',
      );
    if (window.kind !== 'allow' && window.kind !== 'deny')
      yield fault([...path, 'kind'], 'a window allows or denies', 'write allow or deny');
    const duration = text(window.duration);
    if (duration !== undefined && !/^(?:\d+(?:\.\d+)?(?:ns|us|ms|s|m|h))+$/.test(duration))
      yield fault(
        [...path, 'duration'],
        `${JSON.stringify(duration)} is no duration`,
        'write one such as 1h',
      );
    if (text(window.timeZone) && !isTimeZone(text(window.timeZone) ?? ''))
      yield fault([...path, 'timeZone'], 'there is no such time zone', 'write one such as Europe/Berlin');
    if (['applications', 'namespaces', 'clusters'].every((field) => list(window[field]).length === 0))
      yield fault(path, 'it is for nothing', 'write applications, namespaces or clusters');
  }
  const roles = new Set<unknown>();
  for (const [index, role] of list(spec.roles).entries()) {
    const own = text(fields(role).name);
    if (roles.has(own))
      yield fault(
        ['spec', 'roles', index, 'name'],
        `two roles are called ${own ?? ''}`,
        'write another name',
      );
    roles.add(own);
    for (const [position, policy] of list(fields(role).policies).entries()) {
      if (typeof policy !== 'string') continue;
      const parts = policy.split(',').map((part) => part.trim());
      const place = ['spec', 'roles', index, 'policies', position];
      if (parts.length !== 6 || parts[0] !== 'p')
        yield fault(
          place,
          `${JSON.stringify(policy)} is no policy`,
          `write p, proj:${name}:ROLE, applications, ACTION, ${name}/*, allow`,
        );
      else if (parts[1] !== `proj:${name}:${own ?? ''}`)
        yield fault(place, `the policy is for ${parts[1] ?? ''}`, `write proj:${name}:${own ?? ''}`);
      else if (parts[5] !== 'allow' && parts[5] !== 'deny')
        yield fault(place, 'a policy allows or denies', 'write allow or deny at the end');
    }
  }
}
