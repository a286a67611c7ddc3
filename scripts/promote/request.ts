import { parseArgs } from 'node:util';

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

/** A request that cannot be carried out; the message says why, and what to write instead. */
export class PromotionError extends Error {
  override readonly name = 'PromotionError';
}

export const HELP = `npm run promote -- CLUSTER IMAGE --version VERSION --digest DIGEST

Writes the build into clusters/CLUSTER/images.yaml, and nothing else: run npm run synth afterwards and commit both.
A mistake changes no file. What the cluster runs already is nothing to do.

  --version VERSION  for people, such as 1.5.0
  --digest DIGEST    what the cluster runs: sha256: and 64 hexadecimal digits
  --canary WEIGHT    the build gets so many percent of the requests; without version and digest: another share for the
                     canary that runs
  --promote-canary   everybody gets the canary
  --end-canary       nobody gets the canary any more
  --roll-back        ends the canary, or returns to the build before; with --digest only if that one still runs
  --help             this text
`;

/**
 * Reads the command line.
 *
 * @returns undefined where only the help was asked for
 * @throws PromotionError when it is not of one of the forms above
 */
export function readRequest(args: readonly string[]): Request | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const [cluster, image, ...more] = positionals;
  if (cluster === undefined || image === undefined || more.length > 0) {
    throw new PromotionError(`Name one cluster and one image.\n\n${HELP}`);
  }
  return { cluster, image, change: changeOf(values) };
}

type Values = ReturnType<typeof parse>['values'];

function changeOf(values: Values): Change {
  const { version, digest, canary } = values;
  const modes = [
    ...(['promote-canary', 'end-canary', 'roll-back'] as const).filter((mode) => values[mode]),
    ...(canary === undefined ? [] : ['canary' as const]),
  ];
  const [mode] = modes;
  if (modes.length > 1) {
    throw new PromotionError(`--${modes.join(' and --')} exclude each other. Choose one.`);
  }
  if (mode === 'promote-canary' || mode === 'end-canary') {
    if (version === undefined && digest === undefined) return { to: mode };
    throw new PromotionError(`--${mode} is about the canary that runs. Leave --version and --digest out.`);
  }
  if (mode === 'roll-back') {
    if (version !== undefined)
      throw new PromotionError('--roll-back finds the version itself. Leave --version out.');
    return { to: mode, ...(digest !== undefined && { digest }) };
  }
  if (mode === 'canary' && version === undefined && digest === undefined)
    return { to: 'weight', weight: weightOf(canary) };
  if (version === undefined || digest === undefined) {
    throw new PromotionError(
      `Give both --version and --digest: one is for people, the other is what runs.\n\n${HELP}`,
    );
  }
  return mode === 'canary'
    ? { to: 'canary', version, digest, weight: weightOf(canary) }
    : { to: 'build', version, digest };
}

/** What is no number is left to the schema, whose message says what is. */
function weightOf(canary: string | undefined): number {
  return canary === undefined || canary.trim() === '' ? Number.NaN : Number(canary);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        version: { type: 'string' },
        digest: { type: 'string' },
        canary: { type: 'string' },
        'promote-canary': { type: 'boolean', default: false },
        'end-canary': { type: 'boolean', default: false },
        'roll-back': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new PromotionError(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
  }
}
