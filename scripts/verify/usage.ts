import { command } from '../command-line/command.ts';
import { flag, format, text, texts, variable } from '../command-line/option.ts';
import { STEP_NAMES } from './step-names.ts';

export const verify = command({
  name: 'verify',
  group: 'Proofs with the real programs',
  summary:
    'the programs of production take dist/: API servers above all, Gatekeeper, Prometheus and Istio; and synth is killed',
  details: `The steps, each with the programs of production:
  kubeconform, gatekeeper, alerts, mesh
                the proofs that are also commands: kubeconform, gatekeeper:prove, alerts:prove, mesh:prove.
  istio-analyze the analyzers of istioctl on each cluster of a mesh, with what the charts make and the pods.
  istio-upgrade the proof of the mesh and the analyzers, with Istio's code of the installed and of the next minor, in the
                states of an upgrade. Not with --fast.
  api-servers   etcd and kube-apiserver of several versions, on loopback: every object of every cluster in Argo CD's
                order, then the pods, with Pod Security, quotas and limits; and known bad objects, which must be refused.
  next-definitions
                the next release of each definition (CRD) that imports/sources.yaml names: it takes the place of the
                pinned one, and takes every object of the tree.
  argocd        the real Argo CD is asked what people may do in each hub, and syncs one hub from nothing, in waves, with a
                local repository; then that is changed, and the cluster too. Not with --fast.
  pod-security  our evaluation of Pod Security against the test data of Kubernetes, every pod of every version.
  gatekeeper-webhook
                the real Gatekeeper before an API server: the whole tree passes, and each denied sample is refused.
  scheduling    the real scheduler and controllers with nodes that are simulated: every workload at its least, a node
                drained, every workload at its most, a zone drained. Not with --fast.
  synth         npm run synth in a copy: killed at random moments, on a full disk, where it may only read, and twice at
                once. It leaves whole files, and the next one makes dist/ whole.
It downloads the pinned programs by their sums, or builds them with Go. docs/verification.md says what is proven.`,
  options: {
    only: texts('STEP', 'only this step', { oneOf: STEP_NAMES }),
    cluster: texts('CLUSTER', 'only this cluster', { suggests: (names) => names.clusters() }),
    fast: flag('a part that stands for the whole, such as the one version that the clusters run'),
    from: text('DIR', 'a mirror of the pinned CRD files, as for npm run import', { path: true }),
    charts: text('DIR', 'what npx fleet charts --render DIR has written, to be applied with the rest', {
      path: true,
    }),
    out: text('DIR', 'where to leave logs and summary.json; default: node_modules/.cache/verify', {
      path: true,
    }),
    mistakes: flag(
      'make each deliberate mistake in a copy of the repository, and demand that its step catches it',
    ),
    mistake: texts('NAME', 'with --mistakes, only the one of this name'),
    gathered: text(
      'DIR',
      'runs nothing: tells what runs of single steps have left in it, each by --out; a step without anything has failed',
      { path: true },
    ),
    list: flag('only lists the steps that it would run'),
    variable: variable(),
    format: format(),
  },
  arguments: {},
  examples: [
    ['--fast', 'what .ci/run does'],
    ['--only api-servers', 'one step, on every version'],
    ['--mistakes --only gatekeeper', 'whether that step fails when it should'],
    ['--gathered reports', 'what every step came to, each run on a machine of its own'],
    ['--mistakes --only argocd --mistake waves-do-not-wait', 'one of them'],
  ],
  work: { main: 'scripts/verify/main.ts' },
});
