import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../../command-line/folders.ts';
import { test, type Violation } from '../../prove-gatekeeper/gator.ts';
import { offspringOf, type TreeObject } from '../../prove-gatekeeper/tree.ts';
import { type ClusterState, groupOf, nameOf } from '../cluster-state.ts';
import { podsOf } from '../pods.ts';
import type { Rule } from '../rule.ts';

const OF_POLICIES = new Set(['constraints.gatekeeper.sh', 'templates.gatekeeper.sh', 'config.gatekeeper.sh']);

/** What judges objects: gator, or what stands in for it in a test. */
export type Judge = (objects: readonly TreeObject[]) => Promise<readonly Violation[]>;

/** The rule, with what judges. */
export function gatekeeperWith(judge: Judge): Rule {
  return {
    name: 'gatekeeper',
    proves:
      'our constraints refuse nothing that a chart renders, nor what controllers and the injector make of it',
    judges: async (state) => {
      const { policies, judged, unitOf } = judgedOf(state);
      const violations = await judge([...policies, ...judged]);
      return violations.map(({ msg, constraint, violatingObject }) => {
        const { kind, metadata } = violatingObject;
        const object =
          metadata.namespace === undefined
            ? `${kind} ${metadata.name}`
            : `${kind} ${metadata.namespace}/${metadata.name}`;
        return {
          unit: unitOf.get(object) ?? 'gatekeeper',
          object,
          problem: `The constraint ${constraint.metadata.name} refuses it: ${msg}`,
          instead:
            'Correct the values of the chart, or add an exemption with a reason to `exemptions` of the component.',
        };
      });
    },
  };
}

/** Our policies, and what of the charts they judge, as the API server gets it. */
export function judgedOf(state: ClusterState) {
  const policies = state.objects
    .filter(
      ({ from, object }) =>
        from === 'ours' && (OF_POLICIES.has(groupOf(object)) || object.kind === 'Namespace'),
    )
    .map(({ object }) => object);
  // Definitions are large, and no constraint is about them. A pod is judged as the injector hands it on.
  const rendered = state.objects.filter(
    ({ from, object }) => from === 'chart' && !['CustomResourceDefinition', 'Pod'].includes(object.kind),
  );
  const jobs = rendered.flatMap(({ unit, object }) =>
    offspringOf(object)
      .filter(({ kind }) => kind !== 'Pod')
      .map((made) => ({ unit, object: made })),
  );
  const all = [...rendered, ...jobs, ...podsOf(state).filter(({ from }) => from === 'chart')];
  return {
    policies,
    judged: all.map(({ object }) => object),
    unitOf: new Map(all.map(({ unit, object }) => [nameOf(object), unit])),
  };
}

/** Gator at a path, on a folder of its own. */
export function gatorAt(gator: string): Judge {
  return async (objects) => {
    const place = mkdtempSync(join(tmpdir(), 'charts-'));
    try {
      makeFolder(place);
      writeFileSync(
        join(place, 'objects.yaml'),
        objects.map((object) => JSON.stringify(object)).join('\n---\n'),
      );
      return await test(gator, place);
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  };
}
