import type { ClusterRule, Family } from '../../rule.ts';
import { fieldRules } from './schema-rules.ts';
import { isAbout, judged, type Topic } from './topic.ts';
import { TOPICS } from './topics.ts';

/** What an API server refuses or a controller never accepts in one object. */
export const refused: Family = {
  name: 'refused',
  about: 'What an API server refuses or a controller never accepts in one object.',
  isOfOneObject: true,
  rules: [...fieldRules, ...TOPICS.map(ruleOf)],
};

/** Of the chart objects that an inventory tells of only facts are known: the chart's own tests judge them whole. */
function ruleOf(topic: Topic): ClusterRule {
  const { judge, kinds, ...described } = topic;
  return {
    ...described,
    *judge(state) {
      for (const resource of kinds === 'all' ? state.resources : state.of(...kinds)) {
        if (resource.isExtract) continue;
        const object = judged(resource.value, state.kubernetes);
        if (!object || !isAbout(topic, object)) continue;
        for (const fault of judge(object)) yield { resource, ...fault };
      }
    },
  };
}
