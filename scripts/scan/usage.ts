import { command } from '../command-line/command.ts';
import { format, optionalArgument } from '../command-line/option.ts';

export const scan = command({
  name: 'scan',
  group: 'Proofs with the real programs',
  summary: 'scans the manifests of dist/ for what opens a cluster, with trivy and kube-linter',
  details:
    'Finds or installs both, pinned. Exit code 1: a finding of trivy with severity HIGH or CRITICAL, or any of kube-linter; 2: one of them could not be had. What is excused is listed with its reason in .trivyignore.yaml and .kube-linter.yaml.',
  options: { format: format() },
  arguments: { dir: optionalArgument('another folder than dist/', { path: true }) },
  answers: true,
  work: { main: 'scripts/scan/main.ts' },
});
