import { isMapping, textAt } from '../compare/value.ts';
import { type FieldRule, judge, said } from './rule.ts';

const ROUTES = /^monitoring\.coreos\.com\/AlertmanagerConfig$/;

/** Who is told of an alert. */
export const alertRoutes: readonly FieldRule[] = [
  {
    types: ROUTES,
    shape: /^spec\.route\b.*\.(?:groupBy|groupWait|groupInterval|repeatInterval)$/,
    says: ({ path, before, after }) =>
      judge(
        'routine',
        `alerts are gathered or told again otherwise: ${path} ${said(before)} → ${said(after)}`,
      ),
  },
  {
    types: ROUTES,
    shape: /^spec\.route\b/,
    says: ({ path, before, after }) =>
      before === undefined && /\.routes\[\d*\]$/.test(path)
        ? judge('routine', `alerts have one route more: ${said(after)}`)
        : judge(
            'outage',
            `alerts reach others, and whom they reached may not be told: ${path} ${said(before)} → ${said(after)}`,
          ),
  },
  {
    types: ROUTES,
    shape: /^spec\.receivers\[\]$/,
    says: ({ before, after }) =>
      after === undefined
        ? judge('outage', `the receiver ${textAt(before, 'name')} is gone: nobody is told by it any more`)
        : judge('routine', `the receiver ${textAt(after, 'name')} is new`),
  },
  {
    types: ROUTES,
    shape: /^spec\.receivers\b/,
    says: ({ path, before, after }) =>
      after === undefined
        ? judge('outage', `a receiver tells fewer: ${path} is gone`)
        : judge(
            'routine',
            `a receiver tells others, or with other words: ${path} ${said(before)} → ${said(after)}`,
          ),
  },
  {
    types: ROUTES,
    shape: /^spec\.(?:inhibitRules|muteTimeIntervals|timeIntervals)\b/,
    says: ({ path, before, after }) =>
      after === undefined
        ? judge('routine', `alerts are held back less: ${path} is gone`)
        : judge(
            'outage',
            `alerts that were told are held back: ${path} ${isMapping(after) || before === undefined ? said(after) : `${said(before)} → ${said(after)}`}`,
          ),
  },
];
