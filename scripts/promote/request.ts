import type { Given } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import type { promote } from './usage.ts';

/** What is asked of one image on one cluster. */
export interface Request {
  readonly cluster: string;
  readonly image: string;
  readonly change: Change;
}

export type Change =
  /** The build that everybody gets. */
  | { readonly to: 'build'; readonly version: string; readonly digest: string }
  /** A build that gets some percent of the requests. */
  | { readonly to: 'canary'; readonly version: string; readonly digest: string; readonly weight: number }
  /** Another share for the canary that runs. */
  | { readonly to: 'weight'; readonly weight: number }
  | { readonly to: 'promote-canary' }
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
  const { build: version, digest, canary: weight } = options;
  const modes = [
    ...(['promote-canary', 'end-canary', 'roll-back'] as const).filter((mode) => options[mode]),
    ...(weight === undefined ? [] : ['canary' as const]),
  ];
  const [mode] = modes;
  if (modes.length > 1) {
    throw new Mistake(`--${modes.join(' and --')} exclude each other. Choose one.`);
  }
  if (mode === 'promote-canary' || mode === 'end-canary') {
    if (version === undefined && digest === undefined) return { to: mode };
    throw new Mistake(`--${mode} is about the canary that runs. Leave --build and --digest out.`);
  }
  if (mode === 'roll-back') {
    if (version !== undefined) throw new Mistake('--roll-back finds the build itself. Leave --build out.');
    return { to: mode, ...(digest !== undefined && { digest }) };
  }
  if (weight !== undefined && version === undefined && digest === undefined) return { to: 'weight', weight };
  if (version === undefined || digest === undefined) {
    throw new Mistake('Give both --build and --digest: one is for people, the other is what runs.');
  }
  return weight === undefined ? { to: 'build', version, digest } : { to: 'canary', version, digest, weight };
}
