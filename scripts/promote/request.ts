import type { Build } from '../../clusters/index.ts';
import type { Given } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import type { promote } from './usage.ts';

/** What is asked of one image on one cluster. */
export interface Request {
  readonly cluster: string;
  readonly image: string;
  readonly change: Change;
}

/** A build that comes to a cluster, and why it may skip a stage if it does. */
export type Coming = Build & Emergency;

interface Emergency {
  readonly skipsStage?: string;
}

export type Change =
  /** The build that everybody gets. */
  | ({ readonly to: 'build' } & Coming)
  /** A build that gets some percent of the requests. */
  | ({ readonly to: 'canary'; readonly weight: number } & Coming)
  /** Another share for the canary that runs. */
  | { readonly to: 'weight'; readonly weight: number }
  | ({ readonly to: 'promote-canary' } & Emergency)
  | { readonly to: 'end-canary' }
  /** What was there before the build with this digest, or before the one that runs. */
  | { readonly to: 'roll-back'; readonly digest?: string };

/** Enough of a digest to know it by. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12);
}

type Options = Given<(typeof promote)['options'], (typeof promote)['arguments']>['options'];

/**
 * What the options ask for.
 *
 * @throws Mistake when they do not go together
 */
export function changeOf(options: Options): Change {
  const { build: version, canary: weight, 'skip-stage': skipsStage } = options;
  const digest = options.digest?.trim();
  const modes = [
    ...(['promote-canary', 'end-canary', 'roll-back'] as const).filter((mode) => options[mode]),
    ...(weight === undefined ? [] : ['canary' as const]),
  ];
  const [mode] = modes;
  if (modes.length > 1) {
    throw new Mistake(`--${modes.join(' and --')} exclude each other. Choose one.`);
  }
  const named = version !== undefined || digest !== undefined;
  const emergency = skipsStage === undefined ? {} : { skipsStage };
  if ((mode === 'promote-canary' || mode === 'end-canary') && named) {
    throw new Mistake(`--${mode} is about the canary that runs. Leave --build and --digest out.`);
  }
  if (skipsStage !== undefined && (mode === 'end-canary' || (mode === 'canary' && !named))) {
    throw new Mistake('--skip-stage is about a build that comes, and here none comes. Leave it out.');
  }
  if (mode === 'promote-canary') return { to: mode, ...emergency };
  if (mode === 'end-canary') return { to: mode };
  if (mode === 'roll-back') {
    if (version !== undefined) throw new Mistake('--roll-back finds the build itself. Leave --build out.');
    return { to: mode, ...(digest !== undefined && { digest }) };
  }
  if (weight !== undefined && !named) return { to: 'weight', weight };
  if (version === undefined || digest === undefined) {
    throw new Mistake(
      'Give both --build and --digest: one is for people, the other is what runs. To return to the build before, give --roll-back alone.',
    );
  }
  const coming = { version, digest, ...emergency };
  return weight === undefined ? { to: 'build', ...coming } : { to: 'canary', weight, ...coming };
}
