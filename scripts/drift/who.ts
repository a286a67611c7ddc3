import { z } from 'zod';
import type { Application } from './application.ts';
import { moment } from './patience.ts';

const change = z.looseObject({
  manager: z.string(),
  time: z.string().optional(),
  subresource: z.string().optional(),
  fieldsV1: z.unknown(),
});

/** Argo CD's own: it applies what a root or an ApplicationSet says, and writes what it has found. */
const OWN =
  /^argocd-(?:application-?set-?controller|applicationset-controller|application-controller|controller)$/;

/**
 * Who has changed an Application besides Argo CD itself, as the API server has noted it: by which program, and when.
 *
 * @param field whose change is meant, such as `f:syncPolicy`; where nobody has noted it, the newest change of all
 * @returns lines for people; none where kubectl was not told to show it, or nobody has
 */
export function changedBy({ metadata: { managedFields } }: Application, field: string): readonly string[] {
  const changes = (managedFields ?? [])
    .flatMap((each) => change.safeParse(each).data ?? [])
    .filter(({ manager, subresource = '' }) => !OWN.test(manager) && subresource === '')
    .sort((one, other) => (other.time ?? '').localeCompare(one.time ?? ''));
  const owner = changes.find(({ fieldsV1 }) => (JSON.stringify(fieldsV1) ?? '').includes(`"${field}"`));
  const said = owner ?? changes[0];
  if (said === undefined) return [];
  const time = Date.parse(said.time ?? '');
  const when = Number.isNaN(time) ? '' : `, ${moment(time)}`;
  return [
    owner === undefined
      ? `The newest change that is not Argo CD's own: by ${said.manager}${when}.`
      : `Set by ${said.manager}${when}.`,
  ];
}
