import type { Program } from '../programs/program.ts';
import { gatorProgram } from '../prove-gatekeeper/gator.ts';

const ENVTEST = 'https://github.com/kubernetes-sigs/controller-tools/releases/download';

/**
 * The releases of Kubernetes whose API server judges the tree: the oldest that it promises to hold on, the one of the
 * clusters, and the two minors ahead of it. Each is a release that controller-tools publishes for tests (envtest-releases.yaml has the
 * sums), so that nobody has to build it where GitHub is in reach.
 */
const RELEASES = {
  '1.29': {
    version: 'v1.29.5',
    // Its clouds' old clients come from modules that are gone.
    tags: ['-tags', 'providerless'],
    sums: {
      'linux-x64':
        'b11190b9dd52e473ce57f780a145fc6e2250794a2a9fed4db9b4b13043df436a5fc66c077f1eb4808761764066a1936da27660c62d02ab5925b264f3f7caf7b5',
      'linux-arm64':
        '7cb476a57076775faec1ef6ea264bd3bb954432da0166b93c92f517869bceb51336121b4ec050bef5e5a5a1ca4dfbf3d73d56fd90acc56c90c09ed064eb92d7a',
      'darwin-x64':
        '7abeaf5c0f1c2b6fa2ab8ff0ffd8eb1bd1db638243fa8f2183cb9dbde84744c5e8ba4dd6636b53d1210c6e8731dc29419fceb1108f86b872cb3c1afacaa2a3c4',
      'darwin-arm64':
        '44d301abae4421b1e4427de4153b7305a2392302dfda79242633eb0c44029ce60f607a91da8412ae96ea8ef33d5fbe642f1c5a72e60ca5ffa8e606c2ef31f056',
    },
  },
  '1.34': {
    version: 'v1.34.1',
    tags: [],
    sums: {
      'linux-x64':
        'c5e7c237ae18a8c65d0df1214b864ecd19aa9ff4f1383dbd477c202546d778c0f74efe15750ec38f57d8de26ba17cd62f404446cdd3c975399a5d4589de35cdd',
      'linux-arm64':
        'bf13d2456183e66d084e28e1c9eed6a408fb77a06d8d1fd0461a7d9bc0c90b63d29ea67870b28f80d1f992acb026007d6f43987753c859c81d6a78bc1ca2c903',
      'darwin-x64':
        'd9e0464dc1708c36ab41147b5e364c8b8e201eafc14c299dcbe58ebeaa82c651b8e834647167a951ded8c6d08c616aadbae1673a54743f9c8fa15a278c78c0c0',
      'darwin-arm64':
        '43d7c10b74100d20044df7c73be03e26f8243a9cb7c1d3035e581ee7bb0c7ffcaf759b9e182186b5bb2f47d1608835414ca443181a02d9ecb6c9cf04b43e3809',
    },
  },
  '1.35': {
    version: 'v1.35.0',
    tags: [],
    sums: {
      'linux-x64':
        '130369c16f076e724d089189afaede960316f5f5dea6cf57be7a4fc6f09c77342893192509790e4056e116e232dff832ed863f5bd55dcb55d38f3ab834828a11',
      'linux-arm64':
        'e53e2b88398f5b9503e3f074d82a2dcb090c708b34940848607ce658138a5d4a25962e042ab683ccc026a8a6c90c0be7f658e42dde0887369d73c3b68e2fc86c',
      'darwin-x64':
        'fccc583ba6d322c88a8c56f7876090a7ad63460046a4bcae414093b23ce68a75f172ca7484b7c7475b707657eca5108a8ad3fd85e1b4f70a6c99ca2f22dbd6b2',
      'darwin-arm64':
        'bb5d0bb3975956331b0aa0c039955b4c4dc6c5c288e5af369364c7d2fbeac11a025227dabb127569080b259dd29b697cc77fa77abd27ae26721ddb23e8ee0613',
    },
  },
  '1.36': {
    version: 'v1.36.2',
    tags: [],
    sums: {
      'linux-x64':
        'ea743186c8a799f5cf8faf16969f86189d003cb7d130e0ac4b58789f1e5748dcf30ebe91c837a10d5ac415383da3e10b9e64d65785c938c23e739781cfb76f08',
      'linux-arm64':
        '2d72ee985a8e262a3c57dc9f7f0fd891f6a8c7bf7ebaa2db6dc6d8eac8ae28181afe51c1f368b67756cdb40b10de9b205609e1726e5f27f7c6d824dd9c6649ac',
      'darwin-x64':
        'b4fe9f973cd1992e3880f8b230ed32c0c243b83371591e3e3315f4404df2cdbef8ee94eeb9bb245b7e5feb987d5c4a76c43e0877654ab73f00d7bbc2b9984514',
      'darwin-arm64':
        '9278f9e5af556b2f1f2d139769c1f0d717c7b4426917fdebdba898bcb725a916e4910d6160886194ff9be9589ea7c5c32c2b8ae0754703874b7c8ba8ddfc41ce',
    },
  },
} as const;

/** Minor of Kubernetes, such as `1.34`. */
export type KubernetesMinor = keyof typeof RELEASES;

/** What a server does by default only in later releases, with the reason why the tree may have it. */
const LATER: Readonly<Partial<Record<KubernetesMinor, Readonly<Record<string, string>>>>> = {
  '1.29': {
    PodLifecycleSleepAction:
      'preStop.sleep is on by default from 1.30 on; a cluster of 1.29 gets a command instead (platform/workload/pods/container.ts)',
  },
};

/** Feature gates that are opened for a server, with the reason: what else is in the same objects would not be judged. */
export function openedGates(minor: KubernetesMinor): Readonly<Record<string, string>> {
  return LATER[minor] ?? {};
}

/** Oldest first. */
export const KUBERNETES_MINORS: readonly KubernetesMinor[] = ['1.29', '1.34', '1.35', '1.36'];

/** The API server of a minor. */
export function kubeApiserver(minor: KubernetesMinor): Program {
  const { version, tags, sums } = RELEASES[minor];
  const [major, ofMajor] = minor.split('.');
  const stamp = 'k8s.io/component-base/version';
  return {
    name: 'kube-apiserver',
    version,
    versionOption: '--version',
    goPackage: 'k8s.io/kubernetes/cmd/kube-apiserver',
    goModule: {
      folder: `scripts/verify/modules/kubernetes-${minor}`,
      options: [
        ...tags,
        '-ldflags',
        // Without a version of its own it takes itself for 1.0 or so, and refuses what is newer.
        `-s -w -X ${stamp}.gitVersion=${version} -X ${stamp}.gitMajor=${major} -X ${stamp}.gitMinor=${ofMajor}`,
      ],
    },
    downloads: `${ENVTEST}/envtest-${version}`,
    archives: {
      'linux-x64': archive(version, 'linux-amd64', sums['linux-x64']),
      'linux-arm64': archive(version, 'linux-arm64', sums['linux-arm64']),
      'darwin-x64': archive(version, 'darwin-amd64', sums['darwin-x64']),
      'darwin-arm64': archive(version, 'darwin-arm64', sums['darwin-arm64']),
    },
  };
}

function archive(version: string, platform: string, sha512: string) {
  const path = 'controller-tools/envtest/kube-apiserver';
  return { file: `envtest-${version}-${platform}.tar.gz`, path, sha512 };
}

const ETCD = 'v3.6.14';

/** What the API server keeps its objects in; no sum of its archives for macOS is known here. */
export const etcd: Program = {
  name: 'etcd',
  version: ETCD,
  versionOption: '--version',
  goPackage: 'go.etcd.io/etcd/server/v3',
  goModule: { folder: 'scripts/verify/modules/etcd', options: ['-ldflags', '-s -w'] },
  downloads: `https://github.com/etcd-io/etcd/releases/download/${ETCD}`,
  archives: {
    'linux-x64': {
      file: `etcd-${ETCD}-linux-amd64.tar.gz`,
      path: `etcd-${ETCD}-linux-amd64/etcd`,
      sha256: 'ffe840ff9295808e88cce2794a18a5ac87f12a5203c8314d0bf6aa119b41bac5',
    },
    'linux-arm64': {
      file: `etcd-${ETCD}-linux-arm64.tar.gz`,
      path: `etcd-${ETCD}-linux-arm64/etcd`,
      sha256: 'fa1b80565ee6fc2df1ae6f57a508b221f3ecc7d591c317c581cd8281b0842b3e',
    },
  },
};

/** The version that the clusters run: of a whole control plane there is this one alone. */
export const CONTROL_PLANE = '1.34';

export const kubeControllerManager = ofServerArchive('kube-controller-manager');
export const kubeScheduler = ofServerArchive('kube-scheduler');

/** The release of Kubernetes itself has them, for Linux alone; its sums stand in CHANGELOG-1.34.md there. */
function ofServerArchive(name: 'kube-controller-manager' | 'kube-scheduler'): Program {
  const { version } = RELEASES[CONTROL_PLANE];
  const path = `kubernetes/server/bin/${name}`;
  return {
    ...kubeApiserver(CONTROL_PLANE),
    name,
    goPackage: `k8s.io/kubernetes/cmd/${name}`,
    downloads: `https://dl.k8s.io/${version}`,
    archives: {
      'linux-x64': {
        file: 'kubernetes-server-linux-amd64.tar.gz',
        path,
        sha512:
          '8fd1e779f4d0188592644e234a6e5b728b9000a2afeb9d8da25131a5a4e54718bb46c4d521c62e26ea971e32745529fbb001c4f011ef2c54091cb5e81b4b90f2',
      },
      'linux-arm64': {
        file: 'kubernetes-server-linux-arm64.tar.gz',
        path,
        sha512:
          '77f68803b34f710c9623f388452494075ca9bb38567e7878176ec12a6d2971d2feba381e99462dc8c6e83ff5064dcffcaa7df736b67208880f5e90d71a831c2c',
      },
    },
  };
}

const KWOK = 'v0.8.0';

/** Stands for the kubelets of nodes that are not there; its releases are bare programs, so Go builds it from its module. */
export const kwok: Program = {
  name: 'kwok',
  version: KWOK,
  versionOption: '--version',
  goPackage: 'sigs.k8s.io/kwok/cmd/kwok',
  downloads: `https://github.com/kubernetes-sigs/kwok/releases/download/${KWOK}`,
  archives: {},
};

/** Gatekeeper itself, of the release that runs on the clusters; only its images are released, so Go builds it. */
export const gatekeeper: Program = {
  ...gatorProgram,
  name: 'gatekeeper',
  goPackage: 'github.com/open-policy-agent/gatekeeper/v3',
};

const ARGOCD = 'v3.2.11';
const ARGOCD_MODULE = 'github.com/argoproj/argo-cd/v3';

/**
 * All of Argo CD in one program, as in its image: it is what ARGOCD_BINARY_NAME names. The newest release that Go can
 * build from its module: v3.2.12 does not compile, and later ones need a folder that the module leaves out. Its
 * releases are bare programs.
 */
export const argocd: Program = {
  name: 'argocd',
  version: ARGOCD,
  versionOption: 'version --client',
  goPackage: `${ARGOCD_MODULE}/cmd`,
  goModule: {
    folder: 'scripts/verify/modules/argocd',
    options: ['-ldflags', `-s -w -X ${ARGOCD_MODULE}/common.version=${ARGOCD.slice(1)}`],
  },
  downloads: `https://github.com/argoproj/argo-cd/releases/download/${ARGOCD}`,
  archives: {},
};

/**
 * What Argo CD keeps its cache in: the Redis of the machine, whichever it is, else the stand-in of Argo CD's own tests,
 * which is all that Go can build.
 */
export const redis: Program = {
  name: 'redis-server',
  version: 'v2.35.0',
  versionOption: '--version',
  goPackage: '.',
  goModule: { folder: 'scripts/verify/modules/redis', options: ['-ldflags', '-s -w'] },
  downloads: 'https://redis.io/downloads',
  archives: {},
  elseInstalled: true,
};
