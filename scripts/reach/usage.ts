import { command } from '../command-line/command.ts';
import { formats, furtherArguments, text, words } from '../command-line/option.ts';

export const reach = command({
  name: 'reach',
  group: 'Every day',
  summary: 'says who can open which port of whom, from manifests alone',
  details:
    'A folder with an index.json of synth is a fleet; any other, with one or many objects a file, is one cluster. A peer is namespace/Kind/name of the workload that owns the pods, world, node, or ip: and a network. Exit code 2: something in a folder cannot be read, or nobody is called as an option says.',
  options: {
    format: formats(['text', 'json', 'dot', 'html']),
    from: text('PEER', 'only what it can open; * stands for any text'),
    to: text('PEER', 'only who can open something of it; * stands for any text'),
    explain: words('FROM TO PORT', 'why one connection is open or not, and the first thing to change'),
    against: text('OTHER', 'the change since OTHER: a folder like DIR, or what --format json has printed', {
      path: true,
    }),
  },
  arguments: { dirs: furtherArguments('folders with Kubernetes YAML; default: dist', { path: true }) },
  examples: [
    ['dist', 'every open connection of the fleet'],
    ['manifests --to shop/Deployment/payment', 'who can open something of it'],
    ['manifests --explain world shop/Deployment/web TCP/8080', 'why, by which objects'],
    ['manifests --against manifests-before', 'what a change opens and closes'],
  ],
  answers: true,
  work: { main: 'scripts/reach/main.ts' },
});
