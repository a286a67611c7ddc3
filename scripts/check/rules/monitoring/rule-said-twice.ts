import type { ClusterRule } from '../../rule.ts';
import { fieldsAt, textAt } from '../../state/read.ts';
import type { ReadQuery } from './queries.ts';
import { readQueriesIn } from './queries.ts';
import { alerting } from './samples.ts';
import { labelsOfResult } from './series.ts';

const second = (
  name: string,
) => `        - { alert: ${name}, expr: shop_slow > 1, labels: { severity: critical } }
`;

export const ruleSaidTwice: ClusterRule = {
  id: 'rule-said-twice',
  severity: 'warning',
  summary: 'Two alerts of a group, or two records, with one name and the same labels',
  breaks:
    'Alertmanager takes two such alerts for one, and the text of one hides the other; two such records overwrite each other, or Prometheus drops their samples.',
  failing: alerting('shop_up == 0', { further: second('ShopBroken') }),
  passing: alerting('shop_up == 0', { further: second('ShopSlow') }),
  *judge(state) {
    const seen = new Map<string, ReadQuery>();
    for (const query of readQueriesIn(state)) {
      const { resource, rule, group, rulePath, use } = query;
      if (use !== 'alert' && use !== 'record') continue;
      const name = textAt(rule, use) ?? '';
      const labels = Object.entries(fieldsAt(rule, 'labels')).map(String).sort();
      // Records of the same name from other places have other series, if a label tells them apart.
      const { isOpen, names } = labelsOfResult(state, query.expression);
      const isOne = use === 'record' && !isOpen && names.size === 0;
      const where = isOne ? '' : `${resource.namespace}/${resource.name}/${textAt(group, 'name') ?? ''}`;
      const key = [use, name, ...labels, where].join('\n');
      const other = seen.get(key);
      if (other === undefined) {
        seen.set(key, query);
        continue;
      }
      if (use === 'record' && !isOne && other.text !== query.text) continue;
      yield {
        resource,
        path: rulePath,
        message:
          use === 'alert'
            ? `Two alerts of one group are called ${name} and have the same labels: Alertmanager takes them for one.`
            : `Two rules record ${name} with the same labels${other.text === query.text ? ', and both compute the same' : ', and each overwrites what the other writes'}.`,
        fix:
          use === 'alert'
            ? 'Give one of them another name, or a label that tells them apart.'
            : 'Take one away, or give it another name.',
      };
    }
  },
};
