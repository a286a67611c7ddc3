import { command } from '../command-line/command.ts';
import { argument, text, texts, variable } from '../command-line/option.ts';

export const imageVersion = command({
  name: 'image:version',
  group: 'Gates',
  summary: 'says what the source where you stand is called, for people: by the nearest tag of its history',
  details:
    'For the pipeline of an application: the version of its next image, without the v of a tag. Needs the tags, so a whole clone. No cluster is told a version: what runs is a digest.',
  options: { variable: variable() },
  arguments: {},
  work: { main: 'scripts/image/version-main.ts' },
});

export const imageLogin = command({
  name: 'image:login',
  group: 'Gates',
  summary: 'logs Docker in to the registry (ECR) of the AWS account whose role a job has taken',
  details:
    'Asks AWS by its command line (aws) which account it is, and hands the token of the registry to docker on standard input, where no list of processes shows it. Prints the name of the registry.',
  options: {
    region: text('REGION', 'where the registry is', { variables: ['FLEET_REGION', 'AWS_REGION'] }),
    variable: variable(),
  },
  arguments: {},
  work: { main: 'scripts/image/login-main.ts' },
});

export const imageScan = command({
  name: 'image:scan',
  group: 'Gates',
  summary: 'refuses an image that has a serious known vulnerability with a fix, or that holds a secret',
  details:
    'Finds or installs the pinned trivy, which asks Docker or the registry for the image. Exit code 1 where it is refused.',
  options: {},
  arguments: { reference: argument('the image: REGISTRY/NAME@sha256:…, or a name that Docker has here') },
  examples: [['candidate:1', 'what was built just now']],
  work: { main: 'scripts/image/scan-main.ts' },
});

export const imageVerify = command({
  name: 'image:verify',
  group: 'Gates',
  summary:
    'proves in the registry of each cluster that an image was signed by the workflow that builds and scans',
  details:
    'Which registry a cluster has is in the contract. Logs in with the AWS role that the job has taken, by aws and docker, and asks cosign. Exit code 1 for an image that is not there, or was signed by anybody else or by nobody.',
  options: {
    cluster: texts('CLUSTER', 'a cluster that is to run it, or several, apart by commas or spaces', {
      variables: ['FLEET_CLUSTERS'],
      suggests: (names) => names.clusters(),
    }),
    identity: text(
      'ADDRESS',
      'who has to have signed; default: build-image.yaml on the branch that Argo CD reads, in the repository of the fleet',
      { variables: ['FLEET_SIGNER_IDENTITY'] },
    ),
    issuer: text('ADDRESS', 'who says who that is; default: GitHub Actions', {
      variables: ['FLEET_SIGNER_ISSUER'],
    }),
  },
  arguments: {
    image: argument('an image of images.yaml', { suggests: (names) => names.images() }),
    digest: argument('sha256: and 64 hexadecimal digits'),
  },
  examples: [['triptrip-api sha256:… --cluster triptrip-production,triptrip-dr', 'in both registries']],
  work: { main: 'scripts/image/verify-main.ts' },
});
