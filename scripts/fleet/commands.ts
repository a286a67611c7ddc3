import { bench } from '../bench/usage.ts';
import { charts } from '../charts/usage.ts';
import { chartsCompare } from '../charts-compare/usage.ts';
import { check } from '../check/usage.ts';
import type { Command } from '../command-line/command.ts';
import { contractExamples, contractProve } from '../contract/usage.ts';
import { diff } from '../diff/usage.ts';
import { diffComment } from '../diff-comment/usage.ts';
import { drift } from '../drift/usage.ts';
import { ci } from '../gates/usage.ts';
import { imageLogin, imageScan, imageVerify, imageVersion } from '../image/usage.ts';
import { images } from '../images/usage.ts';
import { immutableCheck } from '../immutable-check/usage.ts';
import { imports } from '../import/usage.ts';
import { issue } from '../issue/usage.ts';
import { kubeconform } from '../kubeconform/usage.ts';
import { newUsage } from '../new/usage.ts';
import { notify } from '../notify/usage.ts';
import { promote } from '../promote/usage.ts';
import { promoteStaged } from '../promote-staged/usage.ts';
import { promoteCheck } from '../promotion-check/usage.ts';
import { propose } from '../propose/usage.ts';
import { alertsProve } from '../prove-alerts/usage.ts';
import { cdk8sProve } from '../prove-cdk8s/usage.ts';
import { changesProve } from '../prove-changes/usage.ts';
import { chartsProve } from '../prove-charts/usage.ts';
import { gatekeeperProve } from '../prove-gatekeeper/usage.ts';
import { reportProve } from '../prove-report/usage.ts';
import { yamlProve } from '../prove-yaml/usage.ts';
import { reach } from '../reach/usage.ts';
import { replay } from '../replay/usage.ts';
import { report } from '../report/usage.ts';
import { rows } from '../rows/usage.ts';
import { scan } from '../scan/usage.ts';
import { synth } from '../synth/usage.ts';
import { terraformApply, terraformPlan } from '../terraform/usage.ts';
import { upgradeCheck } from '../upgrade-check/usage.ts';
import { verify } from '../verify/usage.ts';
import { workflowsProve } from '../workflows/usage.ts';
import { proofs } from './proofs.ts';
import { tools } from './tools.ts';
import { completion } from './usage.ts';

/** Every command: npx fleet NAME, and npm run NAME. */
export const commands: readonly Command[] = [
  synth,
  newUsage,
  promote,
  images,
  replay,
  charts,
  check,
  reach,
  diff,
  drift,
  report,
  ci,
  ...tools,
  promoteCheck,
  immutableCheck,
  upgradeCheck,
  promoteStaged,
  propose,
  imageVersion,
  imageLogin,
  imageScan,
  imageVerify,
  chartsCompare,
  diffComment,
  issue,
  notify,
  terraformPlan,
  terraformApply,
  kubeconform,
  workflowsProve,
  scan,
  contractProve,
  alertsProve,
  gatekeeperProve,
  chartsProve,
  ...proofs,
  verify,
  changesProve,
  cdk8sProve,
  yamlProve,
  reportProve,
  rows,
  contractExamples,
  imports,
  bench,
  completion,
];
