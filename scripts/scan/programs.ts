import type { Program } from '../programs/program.ts';

/** Finds misconfigurations that open a cluster; only for files here, images are scanned where they are built. */
export const trivy: Program = {
  name: 'trivy',
  version: 'v0.72.0',
  versionOption: '--version',
  goPackage: 'github.com/aquasecurity/trivy/cmd/trivy',
  goExperiment: 'jsonv2',
  downloads: 'https://github.com/aquasecurity/trivy/releases/download/v0.72.0',
  archives: {
    'linux-x64': {
      file: 'trivy_0.72.0_Linux-64bit.tar.gz',
      sha256: 'bbb64b9695866ce4a7a8f5c9592002c5961cab378577fa3f8a040df362b9b2ea',
    },
    'linux-arm64': {
      file: 'trivy_0.72.0_Linux-ARM64.tar.gz',
      sha256: '2ca2c023109c2db6b2b77366b6717291452d4531167377d95c79547f0c8e3467',
    },
    'darwin-x64': {
      file: 'trivy_0.72.0_macOS-64bit.tar.gz',
      sha256: 'ee5e60df8a98e5b89fd74a6d86f9e5c7e9a266a35002cb1e43291698b3bfee08',
    },
    'darwin-arm64': {
      file: 'trivy_0.72.0_macOS-ARM64.tar.gz',
      sha256: '88f208680dc05da2b459e19b4f5aa2b4dc7c2117892ba4aab2ae63baba330016',
    },
  },
};

/** Static analysis of manifests. No sum of a release is pinned: Go builds it, and checks the source. */
export const kubeLinter: Program = {
  name: 'kube-linter',
  version: 'v0.8.3',
  versionOption: 'version',
  goPackage: 'golang.stackrox.io/kube-linter/cmd/kube-linter',
  downloads: 'https://github.com/stackrox/kube-linter/releases/tag/v0.8.3',
  archives: {},
};
