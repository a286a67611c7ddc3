import type { Judgement } from '../change.ts';
import { typeOf } from '../compare/key.ts';
import { type FieldRule, gained, judge, lost, type Rule, said, some } from './rule.ts';

const EXPERIMENT = /^(?:chaos-mesh\.org|litmuschaos\.io)\/(?!RemoteCluster|ChaosResult|ChaosExperiment)/;
/** From the fewest pods on. */
const MODES = ['one', 'fixed', 'fixed-percent', 'random-max-percent', 'all'];

/** What breaks things on purpose. */
export const experiments: readonly FieldRule[] = [
  {
    types: EXPERIMENT,
    shape: /(?:^|\.)mode$/,
    says: ({ path, before, after }) => {
      const isWider = MODES.indexOf(String(after)) > MODES.indexOf(String(before));
      const text = `${path} ${said(before)} → ${said(after)}`;
      return isWider
        ? judge('outage', `an experiment is of more pods: ${text}`)
        : judge('routine', `an experiment is of fewer pods: ${text}`);
    },
  },
  {
    types: EXPERIMENT,
    shape: /(?:^|\.)selector\b/,
    says: (field) =>
      field.after !== undefined &&
      gained(field).length === 0 &&
      lost(field).length > 0 &&
      Array.isArray(field.after)
        ? judge('routine', `an experiment spares ${some(lost(field))}`)
        : judge(
            'outage',
            `an experiment is of other pods: ${field.path} ${said(field.before)} → ${said(field.after)}`,
          ),
  },
  {
    types: EXPERIMENT,
    shape: /^metadata\.annotations\.experiment\.chaos-mesh\.org\/pause$/,
    says: ({ after }) =>
      after === 'true'
        ? judge('routine', 'the experiment rests')
        : judge('outage', 'the experiment goes on: it breaks things on purpose'),
  },
  {
    types: EXPERIMENT,
    shape: /^spec\.(?!schedule$|historyLimit$|concurrencyPolicy$|startingDeadlineSeconds$)/,
    says: ({ path, before, after }) =>
      judge('outage', `an experiment breaks things in another way: ${path} ${said(before)} → ${said(after)}`),
  },
];

/** One that is new. */
export const newExperiments: Rule = ({ before, after }): readonly Judgement[] =>
  before === undefined &&
  after !== undefined &&
  EXPERIMENT.test(typeOf(after)) &&
  !/Workflow/.test(after.kind)
    ? [judge('outage', 'an experiment: it breaks things on purpose')]
    : [];
