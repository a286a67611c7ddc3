import type { Program } from '../programs/program.ts';

const PROMETHEUS = '3.13.2';
const ALERTMANAGER = '0.33.1';

/**
 * Judges rules, as the Prometheus that the chart kube-prometheus-stack installs: they move with it (docs/charts.md).
 * The sums are those that packages and installers in public check; for other machines none is known here.
 */
export const promtool: Program = {
  name: 'promtool',
  version: `v${PROMETHEUS}`,
  versionOption: '--version',
  goPackage: 'github.com/prometheus/prometheus/cmd/promtool',
  goModule: {
    folder: 'scripts/prove-alerts/promtool',
    options: [
      // Rules have no targets to discover, and the clients of all the clouds would take most of the time.
      ...['-tags', 'remove_all_sd'],
      ...['-ldflags', `-s -w -X github.com/prometheus/common/version.Version=${PROMETHEUS}`],
    ],
  },
  ...releaseOf('prometheus', PROMETHEUS, 'promtool', {
    amd64: '0e8c4d46101bd025ea8265e377d2caabc57f488fc1be1c367f37db69ea41be6f',
    arm64: '7cecb17a6f41d59814e1a0581a1f81f79051ad5973d1ecf39e23a9f747d6572a',
  }),
  elseInstalled: true,
};

/** Judges the configuration of Alertmanager, and where it sends an alert. */
export const amtool: Program = {
  name: 'amtool',
  version: `v${ALERTMANAGER}`,
  versionOption: '--version',
  goPackage: 'github.com/prometheus/alertmanager/cmd/amtool',
  ...releaseOf('alertmanager', ALERTMANAGER, 'amtool', {
    amd64: '93d802cba6a8d27239d747ce117df7648d326ab67394e32247540b030e9842ba',
    arm64: '50b32a346c3c29da411643dfa84990440e8fd03800380d7e664f22a863b7a0cf',
  }),
  elseInstalled: true,
};

/** Where a project of Prometheus has its releases, whose archives are all laid out alike; with their sums. */
function releaseOf(
  project: string,
  version: string,
  program: string,
  { amd64, arm64 }: { readonly amd64: string; readonly arm64: string },
): Pick<Program, 'downloads' | 'archives'> {
  const archive = (architecture: string, sha256: string) => {
    const folder = `${project}-${version}.linux-${architecture}`;
    return { file: `${folder}.tar.gz`, path: `${folder}/${program}`, sha256 };
  };
  return {
    downloads: `https://github.com/prometheus/${project}/releases/download/v${version}`,
    archives: { 'linux-x64': archive('amd64', amd64), 'linux-arm64': archive('arm64', arm64) },
  };
}
