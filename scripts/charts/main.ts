import { chartPins } from '../../charts/pins.ts';
import { loadFleet } from '../../clusters/index.ts';
import { type Given, implement } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import { fleetUnits } from '../synth/units.ts';
import { type Collected, collectCharts } from './collect.ts';
import { bumped, unpinned } from './edit.ts';
import { fetchedDigest } from './fetched-digest.ts';
import { oldInventories } from './inventory/old.ts';
import { tellOld, tellUpdated } from './inventory/tell.ts';
import { updateInventories } from './inventory/update.ts';
import { missingCharts } from './missing.ts';
import { changePins, readPins } from './pins-file.ts';
import { type Release, releasesIn } from './releases.ts';
import { rendererFor, renderReleases } from './render.ts';
import { tellNewer } from './tell-newer.ts';
import { charts } from './usage.ts';
import { writeRendered } from './write-rendered.ts';

type Request = Given<(typeof charts)['options'], (typeof charts)['arguments']>;

export const main = implement(charts, async (request) => {
  assertFits(request);
  const { action, name = '', version } = request.arguments;
  if (action === 'bump') return bump(request);
  if (action === 'newer') return tellNewer({ dist: DIST, name: request.arguments.name, ...request.options });
  if (action === 'unpin') {
    changePins((text) => unpinned(text, name, version));
    return say(
      `charts/pins.yaml: ${name}${version === undefined ? '' : ` ${version}`} is taken out. Now run npm run synth.`,
    );
  }
  if (request.options.check) return tellOld(oldInventories(DIST)) ? 0 : 1;
  const collected = await collectCharts({ from: request.options.from });
  // What is rendered whole needs every chart.
  const complete = tell(collected, request.options.render === undefined ? request.options.from : undefined);
  if (request.options.render !== undefined) return complete ? render(request.options.render, request) : 1;
  const current = await renew(request.options.every);
  return complete && current ? 0 : 1;
});

const DIST = 'dist';

/** Brings the inventories up to date. @returns whether all of them are */
async function renew(every: boolean): Promise<boolean> {
  const fleet = loadFleet();
  const units = fleetUnits(fleet);
  const excused = ({ cluster: name, unit: of }: Release) => {
    const cluster = fleet.clusters.find((each) => each.name === name);
    const unit = units.find((each) => each.name === of && each.clusters.includes(name));
    return (cluster && unit?.helm?.({ cluster, fleet, units })?.unread) ?? [];
  };
  // A digest may have been pinned just now.
  return tellUpdated(await updateInventories({ dist: DIST, every, excused, pins: readPins() }));
}

/** @throws Mistake for what does not go together */
function assertFits({ options, arguments: { action, name, version } }: Request): void {
  const ofBump = (['repository', 'digest', 'beside'] as const).filter((each) => options[each]);
  const ofRender = (['cluster', 'unit'] as const).filter((each) => options[each]);
  if (action !== 'bump' && ofBump[0] !== undefined) {
    throw new Mistake(`--${ofBump[0]} belongs to bump: npx fleet charts bump NAME VERSION --${ofBump[0]}.`);
  }
  if (options.render === undefined && ofRender[0] !== undefined) {
    throw new Mistake(`--${ofRender[0]} belongs to --render: npx fleet charts --render DIR.`);
  }
  const alone = (['check', 'every'] as const).find((each) => options[each]);
  const beside = alone && (action ?? (options.render === undefined ? undefined : '--render'));
  if (beside !== undefined)
    throw new Mistake(`--${alone} is about inventories. Leave it out with ${beside}.`);
  if (options.check && (options.every || options.from !== undefined)) {
    throw new Mistake('--check only looks, and needs no chart. Leave the other options out.');
  }
  const ofNewer = (['trial', 'format'] as const).find((each) => options[each]);
  if (action !== 'newer' && ofNewer !== undefined) {
    throw new Mistake(`--${ofNewer} belongs to newer: npx fleet charts newer --${ofNewer}.`);
  }
  if (action === undefined) return;
  if (action === 'newer') {
    if (version === undefined && options.render === undefined) return;
    throw new Mistake('newer takes the name of a chart, or nothing: npx fleet charts newer [NAME].');
  }
  if (name === undefined || (action === 'bump' && version === undefined)) {
    throw new Mistake(
      `Name what is meant: npx fleet charts ${action} NAME ${action === 'bump' ? 'VERSION' : '[VERSION]'}.`,
    );
  }
  if (options.render !== undefined)
    throw new Mistake(`--render is a run of its own. Leave it out with ${action}.`);
}

async function bump({ options, arguments: { name = '', version = '' } }: Request): Promise<void> {
  const { repository = chartPins.get(name)?.repository, beside } = options;
  const request = { name, version, repository: options.repository, beside };
  // Before anything is fetched: what is wrong with the request itself.
  changePins((text) => {
    bumped(text, { ...request, digest: STAND_IN });
    return text;
  });
  const digest = options.digest ?? (await fetchedDigest({ repository: repository ?? '', name, version }));
  const changed = changePins((text) => bumped(text, { ...request, digest }));
  const what = `charts/pins.yaml: ${name} ${version}`;
  say(
    changed
      ? `${what} is pinned, ${digest}. Now run npm run synth.`
      : `${what} is pinned already: nothing to do.`,
  );
}

/** In the place of a digest, while a request is looked at. */
const STAND_IN = `sha256:${'0'.repeat(64)}`;

/** Says what is there, and writes the digests that were not pinned before. @returns whether what is there will do */
function tell(collected: readonly Collected[], from: string | undefined): boolean {
  const having = (state: Collected['state']) => collected.filter((each) => each.state === state);
  for (const { name, version, learned } of collected) {
    if (learned === undefined) continue;
    changePins((text) => bumped(text, { name, version, digest: learned }));
    say(
      `${name} ${version}: its digest is pinned now, ${learned}. Compare it with one that others have seen, and commit it.`,
    );
  }
  say(`${having('archive').length} of ${collected.length} charts are the pinned archives.`);
  const sources = having('source');
  if (sources.length > 0) {
    say(
      `${sources.length} are sources, which no digest confirms: what they become may differ from what is installed.`,
    );
    for (const each of sources) say(`  ${[`${each.name} ${each.version}`, ...each.notes].join('; ')}`);
  }
  const { lines, isFailure } = missingCharts(having('missing'), from);
  for (const line of lines) process.stderr.write(`${line}\n`);
  return !isFailure;
}

async function render(directory: string, { options: { cluster, unit } }: Request): Promise<void> {
  const releases = releasesIn(DIST, {
    ...(cluster && { clusters: cluster }),
    ...(unit && { units: unit }),
  });
  const rendered = await renderReleases(releases, await rendererFor(releases));
  writeRendered(directory, rendered);
  say(
    `${rendered.length} releases, ${rendered.reduce((sum, { objects }) => sum + objects.length, 0)} objects in ${directory}`,
  );
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
