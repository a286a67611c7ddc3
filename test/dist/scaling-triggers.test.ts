import { describe, expect, test } from 'vitest';
import { liveFleet } from '../live-fleet.ts';
import { at, listAt, textAt } from '../manifest-reader.ts';
import { mistakesOf } from '../platform/components/monitoring/promql.ts';

const { fleet, rendered, unitsOn } = liveFleet;

/** Each question to Prometheus that scales something, whatever it is. */
const questions = rendered()
  .filter(({ group }) => group === 'keda.sh')
  .filter(({ kind }) => kind === 'ScaledObject' || kind === 'ScaledJob')
  .flatMap(({ cluster, kind, namespace, name, json }) =>
    listAt(json, 'spec.triggers')
      .filter((trigger) => at(trigger, 'type') === 'prometheus')
      .map((trigger) => ({ cluster, who: `${kind} ${namespace}/${name}`, json, trigger })),
  );

describe('numbers that are lost are not read as 0, which would take the pods away', () => {
  test.each(fleet.clusters)('on $name an empty answer of Prometheus is a failure', ({ name }) => {
    for (const { cluster, who, trigger } of questions) {
      if (cluster === name) expect(at(trigger, 'metadata.ignoreNullValues'), who).toBe('false');
    }
  });

  test.each(fleet.clusters)('on $name each question is about series that are there', ({ name }) => {
    const units = new Set(unitsOn(name).map((unit) => unit.name));
    for (const { cluster, who, trigger } of questions) {
      if (cluster !== name) continue;
      const query = textAt(trigger, 'metadata.query');
      expect(
        mistakesOf(query, new Map(), (unit) => units.has(unit)),
        who,
      ).toEqual([]);
    }
  });

  test('a failure keeps the pods that are there', () => {
    for (const { who, json } of questions) {
      if (at(json, 'kind') !== 'ScaledObject') continue;
      expect(at(json, 'spec.fallback.behavior'), who).toBe('currentReplicasIfHigher');
    }
  });
});
