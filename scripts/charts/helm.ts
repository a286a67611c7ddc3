import type { Program } from '../programs/program.ts';

/**
 * Renders the charts. The version is the one that the pinned Argo CD has in its image, since that one renders them for the
 * clusters: it moves with the chart argo-cd (docs/charts.md).
 */
export const helmProgram: Program = {
  name: 'helm',
  version: 'v3.19.4',
  versionOption: 'version',
  goPackage: 'helm.sh/helm/v3/cmd/helm',
  downloads: 'https://get.helm.sh',
  archives: {
    'linux-x64': {
      file: 'helm-v3.19.4-linux-amd64.tar.gz',
      sha256: '759c656fbd9c11e6a47784ecbeac6ad1eb16a9e76d202e51163ab78504848862',
      path: 'linux-amd64/helm',
    },
    'linux-arm64': {
      file: 'helm-v3.19.4-linux-arm64.tar.gz',
      sha256: '9e1064f5de43745bdedbff2722a1674d0397bc4b4d8d8196d52a2b730909fe62',
      path: 'linux-arm64/helm',
    },
    'darwin-x64': {
      file: 'helm-v3.19.4-darwin-amd64.tar.gz',
      sha256: 'd9c9b1fc499c54282c4127c60cdd506da2c6202506b708a2b45fb6dfdb318f43',
      path: 'darwin-amd64/helm',
    },
    'darwin-arm64': {
      file: 'helm-v3.19.4-darwin-arm64.tar.gz',
      sha256: '7e82ca63fe80a298cecefad61d0c10bc47963ff3551e94ab6470be6393a6a74b',
      path: 'darwin-arm64/helm',
    },
  },
};
