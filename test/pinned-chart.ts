import { chartPins } from '../charts/pins.ts';

const [only] = [...chartPins.values()].filter(({ versions }) => versions.length === 1);
if (only === undefined) throw new Error('charts/pins.yaml has no chart with one version.');

/** A chart that is pinned at one version, whichever: for components that need one. */
export const pinnedChart = {
  name: only.name,
  repository: only.repository,
  version: only.versions[0]?.version ?? '',
};
