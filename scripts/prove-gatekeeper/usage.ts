import { command } from '../command-line/command.ts';

export const gatekeeperProve = command({
  name: 'gatekeeper:prove',
  group: 'Proofs with the real programs',
  summary: "Gatekeeper's own gator over samples of each rule and over dist/; every exemption must be needed",
  options: {},
  arguments: {},
  work: { main: 'scripts/prove-gatekeeper/main.ts' },
});
