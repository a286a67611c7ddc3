import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { Fleet } from '../../clusters/index.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import { messageOf } from '../command-line/tell.ts';
import { Staging } from './staging.ts';
import { planClusters, type Stage } from './synth.ts';
import { taken } from './turns.ts';
import { type Answer, taskSchema, timeSchema, type WorkerTask } from './worker-messages.ts';

/** Where a worker finds what it renders. It cannot be sent: units are functions. */
interface Sources {
  readonly fleet: Fleet;
  readonly units: readonly Unit[];
}

/**
 * Does the work of a worker: loads what it renders, plans clusters as it is told, answers, and once the folders are as planned it
 * remembers them.
 *
 * @param sources loads the same fleet and units as the process that has started the worker
 */
export function serve(sources: (more: unknown) => Sources): void {
  const port = parentPort;
  if (port === null)
    throw new Error('This file is the program of a worker of synth; it is not started by itself.');
  const answer = (message: Answer) => port.postMessage(message);
  try {
    const loaded = sources(workerData);
    port.once('message', (message) => {
      try {
        answer(rendered(taskSchema.parse(message), loaded, port));
      } catch (error) {
        answer({ mistake: messageOf(error) });
      }
    });
  } catch (error) {
    answer({ mistake: messageOf(error) });
  }
}

function rendered(task: WorkerTask, { fleet, units }: Sources, port: MessagePort): Answer {
  const { out, clusters, turns, staged, cache } = task;
  const texts: [string, string][] = [];
  const staging = staged === undefined ? undefined : new Staging(staged);
  const stage: Stage = (path, text) => {
    if (staging === undefined) texts.push([path, text]);
    else staging.add(path, text);
  };
  const named = new Map(fleet.clusters.map((cluster) => [cluster.name, cluster]));
  const plans = planClusters(
    {
      fleet,
      units,
      out,
      ...(cache && { cache: { directory: cache.directory, code: () => cache.code } }),
    },
    taken(
      clusters.flatMap((name) => named.get(name) ?? []),
      turns,
    ),
    stage,
  );
  port.once('message', (time) => {
    for (const { remember } of plans) remember(timeSchema.parse(time));
    port.close();
  });
  return {
    plans: plans.map(({ remember: _, added, changed, stale, empty, foreign, ...numbers }) => ({
      ...numbers,
      added: [...added],
      changed: [...changed],
      stale: [...stale],
      empty: [...empty],
      foreign: [...foreign],
    })),
    texts,
  };
}
