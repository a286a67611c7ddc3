import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadFleet } from '../../clusters/index.ts';
import { implement } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import { askGitHub } from '../github/ask.ts';
import { addToSummary } from '../pipeline/hand-on.ts';
import { run } from '../programs/run.ts';
import { repositoryName } from '../promote-staged/github.ts';
import { checkPromotion, report } from '../promotion-check/check.ts';
import { staleFiles } from '../promotion-check/stale-files.ts';
import { fleetUnits } from '../synth/units.ts';
import { committed } from './commit.ts';
import { onGitHub, onGitLab } from './forge.ts';
import { bodyOf } from './text.ts';
import { propose } from './usage.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export const main = implement(propose, async ({ options }) => {
  const { branch, title, author, reason, forge = 'github' } = options;
  if (branch === undefined || title === undefined || author === undefined) {
    throw new Mistake('Name what is proposed, where and by whom: --branch, --title and --author.');
  }
  if (!committed(ROOT, { branch, title, author }))
    return say('The clusters run this already: there is nothing to propose.');
  const fleet = loadFleet(join(ROOT, 'clusters'));
  const units = fleetUnits(fleet);
  const stale = () => staleFiles({ fleet, units, out: join(ROOT, 'dist') });
  const verdict = checkPromotion({ root: ROOT, base: 'HEAD^', fleet, units, stale });
  if (verdict.mistakes.length > 0) throw new Mistake(`${report(verdict)}\nNothing was pushed.`);
  const { url, revision: base } = fleet.repository;
  const proposal = { root: ROOT, branch, base, title, body: bodyOf(reason, report(verdict)) };
  say(
    forge === 'gitlab'
      ? await onGitLab(proposal, run)
      : await onGitHub(proposal, repositoryName(url), { ask: askGitHub, start: run }),
  );
});

function say(line: string): void {
  process.stdout.write(`${line}\n`);
  addToSummary(`${line}\n`);
}
