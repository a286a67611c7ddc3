import { command } from '../command-line/command.ts';
import { format } from '../command-line/option.ts';

export const alertsProve = command({
  name: 'alerts:prove',
  group: 'Proofs with the real programs',
  summary:
    'promtool and amtool: every rule, each alert in a situation that it reports and one that it does not, the fleet at rest, and where alerts go',
  details:
    'It downloads the pinned programs by their sums, takes those of PATH, or builds them with Go. The environment variables PROMTOOL and AMTOOL name others.',
  options: { format: format() },
  arguments: {},
  work: { main: 'scripts/prove-alerts/main.ts' },
});
