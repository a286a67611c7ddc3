import type { Context } from '../../platform/unit/unit.ts';
import { eachNamespace } from '../evidence/members.ts';
import { limitedByDefault, quotaHolds } from '../evidence/namespaces.ts';
import type { Each } from '../model/evidence.ts';
import type { EvidenceById } from '../model/list-source.ts';
import { overview } from './evidence/overview.ts';

const namespace = (name: string) => ({
  says: name,
  members: (context: Context) =>
    eachNamespace('triptrip')
      .members(context)
      .filter((one) => one === name),
});

const quota = (name: string): Each => quotaHolds(namespace(name));

export const quotas: EvidenceById = {
  'S4-239': [quota('triptrip-api')],
  'S4-240': [quota('triptrip-web')],
  'S4-241': [quota('triptrip-workers')],
  'S4-242': [
    quota('triptrip-ml'),
    quotaHolds(eachNamespace('triptrip')),
    limitedByDefault(eachNamespace('triptrip')),
  ],
  'S4-243': [overview('Quotas')],
};
