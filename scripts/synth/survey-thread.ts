import { workerData } from 'node:worker_threads';
import { ClusterCache } from './cache.ts';
import { END, type Surveyed, type SurveyTask } from './survey-messages.ts';

survey(workerData);

function survey({ directory, out, clusters, port, told }: SurveyTask): void {
  try {
    for (const cluster of clusters) {
      const cache = new ClusterCache(directory, out, cluster);
      const touched = [...cache.units].filter(([, unit]) => !cache.isUntouched(unit)).map(([name]) => name);
      const message: Surveyed = { cluster, time: cache.time, touched };
      port.postMessage(message);
      Atomics.add(told, 0, 1);
      Atomics.notify(told, 0);
    }
  } finally {
    Atomics.store(told, 0, END);
    Atomics.notify(told, 0);
  }
}
