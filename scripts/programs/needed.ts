import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

interface Needed {
  /** Package of Debian and Ubuntu. */
  readonly debian?: string;
  /** Where people get it otherwise. */
  readonly page?: string;
  /** Folder whose subfolders have it, each in `bin`: one for every release that is installed. */
  readonly releases?: string;
  /** Other names under which the same is installed. */
  readonly alsoAs?: readonly string[];
}

/** Programs of other projects that proofs run in whatever version the machine has; npm does not install them. */
const NEEDED = {
  promtool: { debian: 'prometheus' },
  amtool: { debian: 'prometheus-alertmanager' },
  'redis-server': { debian: 'redis-server' },
  openssl: { debian: 'openssl' },
  busybox: { debian: 'busybox' },
  // Debian keeps the server out of PATH.
  postgres: { debian: 'postgresql', releases: '/usr/lib/postgresql' },
  chromium: { debian: 'chromium', alsoAs: ['chromium-browser', 'google-chrome', 'google-chrome-stable'] },
  go: { page: 'https://go.dev/dl/' },
  terraform: { page: 'https://developer.hashicorp.com/terraform/install' },
} as const satisfies Readonly<Record<string, Needed>>;

export type NeededProgram = keyof typeof NEEDED;

/** Whether the machine has a program. */
export function isInstalled(name: NeededProgram, path = process.env.PATH ?? ''): boolean {
  const { releases, alsoAs = [] }: Needed = NEEDED[name];
  const ofReleases = releases !== undefined && existsSync(releases) ? readdirSync(releases) : [];
  const folders = [...path.split(delimiter), ...ofReleases.map((each) => join(releases ?? '', each, 'bin'))];
  return folders.some((folder) => [name, ...alsoAs].some((each) => existsSync(join(folder, each))));
}

/** The packages of Debian that have the programs. */
export function packagesOf(programs: readonly NeededProgram[]): readonly string[] {
  return programs.flatMap((name) => {
    const { debian }: Needed = NEEDED[name];
    return debian ?? [];
  });
}

/** What to do where a program is missing. */
export function howToInstall(name: NeededProgram): string {
  const { debian, page }: Needed = NEEDED[name];
  return debian === undefined ? `Install it: ${page}.` : `Install it (on Debian: apt-get install ${debian}).`;
}
