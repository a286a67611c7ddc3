import { howToInstall, isInstalled, type NeededProgram, packagesOf } from '../programs/needed.ts';
import { watch } from '../programs/run.ts';

const QUIET = { DEBIAN_FRONTEND: 'noninteractive' };

/** The programs that a gate needs and that are missing, one line each. */
export function missing(programs: readonly NeededProgram[]): readonly string[] {
  return programs
    .filter((name) => !isInstalled(name))
    .map((name) => `There is no ${name} here. ${howToInstall(name)}`);
}

/** Installs the missing programs that Debian or Ubuntu has. */
export async function install(programs: readonly NeededProgram[]): Promise<void> {
  const packages = packagesOf(programs.filter((name) => !isInstalled(name)));
  if (packages.length === 0) return;
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '--preserve-env=DEBIAN_FRONTEND'];
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', ...packages],
  ]) {
    const [program = '', ...rest] = [...asRoot, 'apt-get', ...args];
    await watch(program, rest, { environment: QUIET, shows: 'mistakes' });
  }
}
